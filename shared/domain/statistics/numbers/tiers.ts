/** Numbers of levels: who is where, and who moved. */
import { monthOfDay } from '../../calendar.ts';
import type { Tiers } from '../../programme.ts';
import { levelAt } from '../../tiers.ts';
import { define } from '../definition.ts';
import type { NumberDefinition } from '../definition.ts';
import { months } from '../periods.ts';
import { joined, left, rate, seriesOf } from '../shapes.ts';
import type { Moves, Rate, Report } from '../shapes.ts';
import type { Sums } from '../sums.ts';

type Movement = { readonly before: bigint; readonly up: bigint; readonly down: bigint };

/** By month: members there at its start, and those of them whose level at its end is higher or lower. */
function movements(sums: Sums, { asOf }: Report): ReadonlyMap<number, Movement> {
  const moves = new Map<number, { up: bigint; down: bigint }>();
  for (const { key, amount } of sums.entries('level.moved')) {
    const [month = 0, from = 0, to = 0] = key.map(Number);
    const { up, down } = moves.get(month) ?? { up: 0n, down: 0n };
    moves.set(month, to > from ? { up: up + amount, down } : { up, down: down + amount });
  }
  const joins = new Map<number, bigint>();
  for (const { key, amount } of sums.entries('level.joined')) {
    const month = Number(key[0]);
    joins.set(month, (joins.get(month) ?? 0n) + amount);
  }
  const byMonth = new Map<number, Movement>();
  if (sums.firstDay === null) return byMonth;
  let before = 0n;
  for (let month = months.of(sums.firstDay); month <= monthOfDay(asOf); month += 1) {
    byMonth.set(month, { before, ...(moves.get(month) ?? { up: 0n, down: 0n }) });
    before += joins.get(month) ?? 0n;
  }
  return byMonth;
}

function shareSeries(
  id: string,
  name: NumberDefinition['name'],
  definition: NumberDefinition['definition'],
  part: (movement: Movement) => bigint,
) {
  return define(id, 'series', name, definition, (sums, report) => {
    const byMonth = movements(sums, report);
    return seriesOf(sums, report, (month): Rate => {
      const movement = byMonth.get(month) ?? { before: 0n, up: 0n, down: 0n };
      return rate(part(movement), movement.before);
    });
  });
}

function migrationOf(sums: Sums, { window, programme }: Report): Moves {
  const levels = programme.tiers.levels.map((_, index) => index);
  const nameOf = (to: number) => (to < levels.length ? levelAt(to, programme.tiers).id : left);
  const cells = ['', ...levels].map((from) =>
    [...levels, left].map((to) => sums.get('level.migrated', window, from, to)),
  );
  return {
    rows: cells.flatMap((cell, row) => {
      const whole = cell.reduce((sum, members) => sum + members, 0n);
      const from = row === 0 ? joined : levelAt(row - 1, programme.tiers).id;
      return cell.flatMap((members, to) => (members === 0n ? [] : [{ from, to: nameOf(to), ...rate(members, whole) }]));
    }),
  };
}

function mixOf(sums: Sums, { levels }: Tiers) {
  return { bins: levels.map(({ id }, index) => ({ bin: id, value: sums.get('level.now', index) })) };
}

export const tierNumbers: readonly NumberDefinition[] = [
  define(
    'tier.mix',
    'bins',
    { en: 'Members by level', 'zh-CN': '等级分布' },
    { en: 'members by their level at the end of the day', 'zh-CN': '会员按当日末等级分布' },
    (sums, { programme }) => mixOf(sums, programme.tiers),
  ),
  define(
    'tier.migrate',
    'matrix',
    { en: 'Migration between levels', 'zh-CN': '等级迁移矩阵' },
    {
      en: 'of the members at a level before the window, or joined in it: the share at each level now, or left since; the shares of a row add up to 1',
      'zh-CN':
        '窗口开始前处于某等级（或窗口内入会 joined）的会员中，当前处于各等级（或已离开 left）的比例；每行之和为 1',
    },
    migrationOf,
  ),
  shareSeries(
    'tier.up',
    { en: 'Upgrade rate', 'zh-CN': '升级率' },
    {
      en: 'members at a higher level at the end of the month than at its start ÷ members at its start',
      'zh-CN': '月末等级高于月初的会员 ÷ 月初会员',
    },
    ({ up }) => up,
  ),
  shareSeries(
    'tier.down',
    { en: 'Downgrade rate', 'zh-CN': '降级率' },
    {
      en: 'members at a lower level at the end of the month than at its start ÷ members at its start',
      'zh-CN': '月末等级低于月初的会员 ÷ 月初会员',
    },
    ({ down }) => down,
  ),
  shareSeries(
    'tier.keep',
    { en: 'Share that kept its level', 'zh-CN': '保级率' },
    {
      en: 'members at the same level at the end of the month as at its start ÷ members at its start',
      'zh-CN': '月末等级与月初相同的会员 ÷ 月初会员',
    },
    ({ before, up, down }) => before - up - down,
  ),
];
