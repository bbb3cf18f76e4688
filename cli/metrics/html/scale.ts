/** Axes: round numbers, from which or to which values are drawn. */

export type Scale = {
  /** Round numbers between the ends; 0 is among them. */
  readonly ticks: readonly number[];
  readonly low: number;
  readonly high: number;
};

/** 1, 2 or 5 times a power of ten, not below a number that is above zero. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((each) => each * power >= least) ?? 10;
  return factor * power;
}

/** A scale that has 0 and every value on it. @param parts how many parts it is to have, about */
export function scaleOf(values: readonly number[], parts: number): Scale {
  const [least, most] = values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [0, 0]);
  if (least === 0 && most === 0) return { ticks: [0], low: 0, high: 1 };
  const step = roundStep((most - least) / parts);
  // What floating point loses in a division must not cost a tick.
  const slack = 1e-9;
  const [first, last] = [Math.ceil(least / step - slack), Math.floor(most / step + slack)];
  // Not by adding up steps, which would add up what floating point loses.
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return { ticks, low: least, high: most };
}

/** A coordinate, to a tenth of a pixel. */
export const at = (coordinate: number): number => Math.round(coordinate * 10) / 10;
