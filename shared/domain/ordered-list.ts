/** Lists that are kept in an order, in which no two elements are alike. */

/** As `Array.sort` asks for it: 0 for elements that are alike. */
export type Compare<Element> = (a: Element, b: Element) => number;

/** A list in order with an element put in the place of its like, or between others. */
export function withElement<Element>(
  list: readonly Element[],
  element: Element,
  compare: Compare<Element>,
): readonly Element[] {
  const at = list.findLastIndex((other) => compare(other, element) < 0) + 1;
  const like = list[at];
  return list.toSpliced(at, like !== undefined && compare(like, element) === 0 ? 1 : 0, element);
}
