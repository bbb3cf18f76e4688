/** RFM groups and how members move between them. */
import { define } from '../definition.ts';
import type { NumberDefinition } from '../definition.ts';
import { rfmGroups } from '../rfm.ts';
import { joined } from '../shapes.ts';
import type { Moves, Report } from '../shapes.ts';
import type { Sums } from '../sums.ts';

function movesOf(sums: Sums, { window }: Report): Moves {
  const froms = ['', ...rfmGroups];
  const rows = froms.flatMap((from) =>
    rfmGroups.map((to) => ({ from: from === '' ? joined : from, to, value: sums.get('rfm.moved', window, from, to) })),
  );
  return { rows: rows.filter(({ value }) => value > 0n) };
}

/** Everybody who has a group has come to it from somewhere. */
function hasMoves(sums: Sums, { window }: Report): boolean {
  const moves = [...sums.entries('rfm.moved')].some(({ key }) => key[0] === window);
  return moves || [...sums.entries('rfm.group')].length === 0;
}

export const groupNumbers: readonly NumberDefinition[] = [
  define(
    'rfm.group',
    'bins',
    { en: 'RFM groups', 'zh-CN': 'RFM 分群' },
    {
      en: 'members by group; scores 1 to 5 of recency, orders and net spend of the last 12 months are 5 − floor(5 × share of buyers strictly above), so ties stay together; ranks are of all members, whatever the scope',
      'zh-CN':
        '会员按分群分布；近 12 个月的最近购买、次数、净消费得分 1–5 = 5 − floor(5 × 严格更高者占比)，并列者同分；排名以全体会员为准',
    },
    (sums) => ({ bins: rfmGroups.map((bin) => ({ bin, value: sums.get('rfm.group', bin) })) }),
  ),
  define(
    'rfm.move',
    'matrix',
    { en: 'RFM movement', 'zh-CN': 'RFM 迁移' },
    {
      en: 'members by their group at the end of the day before the window and their group now; joined: not there before',
      'zh-CN': '会员按窗口开始前一日的分群与当前分群计数；joined：此前尚未入会',
    },
    movesOf,
    hasMoves,
  ),
];
