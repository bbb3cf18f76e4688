/** Which points of a series may be compared: those of periods that are over. */
import type { Series } from '../../../shared/domain/statistics/shapes.ts';

export type Point = Series['series'][number];

export type Latest = {
  /** The newest period that is over. */
  readonly last: Point | undefined;
  /** The one before it. */
  readonly before: Point | undefined;
  /** The one that is not over. */
  readonly running: Point | undefined;
};

export function latestOf({ series }: Series): Latest {
  const index = series.findLastIndex(({ complete }) => complete);
  return {
    last: series[index],
    before: series[index - 1],
    running: series.findLast(({ complete }) => !complete),
  };
}
