/** All numbers that follow from the entries of members, in the order in which they are told. */
import { startOfDay } from '../../zone.ts';
import { define } from '../definition.ts';
import type { NumberDefinition } from '../definition.ts';
import { endOf } from '../shapes.ts';
import { activityNumbers } from './activity.ts';
import { buyingNumbers } from './buying.ts';
import { compositionNumbers } from './composition.ts';
import { groupNumbers } from './groups.ts';
import { pointsNumbers } from './points.ts';
import { retentionNumbers } from './retention.ts';
import { tierNumbers } from './tiers.ts';

const operationsNumbers: readonly NumberDefinition[] = [
  define(
    'ops.fresh',
    'value',
    { en: 'Freshness', 'zh-CN': '数据时效' },
    {
      en: "seconds from the newest movement counted until now; of a file of events, to the end of the report's day",
      'zh-CN': '最后一笔计入的变动至现在的秒数；以事件文件计算时至报告日结束',
    },
    ({ newestAt }, report) => {
      const end = report.now ?? startOfDay(endOf(report), report.programme.timeZone);
      return { value: newestAt === null ? null : Math.floor((end - newestAt) / 1000) };
    },
  ),
];

export const allNumbers: readonly NumberDefinition[] = [
  ...activityNumbers,
  ...compositionNumbers,
  ...retentionNumbers,
  ...buyingNumbers,
  ...groupNumbers,
  ...pointsNumbers,
  ...tierNumbers,
  ...operationsNumbers,
];
