/** A stream of numbers that look random and are the same every time: mulberry32, from a seed. */
export type Random = {
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly fraction: () => number;
  /** A whole number from `from` to `to`, both inclusive. */
  readonly between: (from: number, to: number) => number;
  /** One of a list that is not empty. */
  readonly pick: <T>(list: readonly [T, ...T[]]) => T;
};

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    fraction,
    between: (from, to) => from + Math.floor(fraction() * (to - from + 1)),
    pick: (list) => list[Math.floor(fraction() * list.length)] ?? list[0],
  };
}
