/** Two lists as one, in order; elements that are alike are added up. */
export function united<Element>(
  some: readonly Element[],
  others: readonly Element[],
  compare: (a: Element, b: Element) => number,
  add: (a: Element, b: Element) => Element,
): readonly Element[] {
  const all: Element[] = [];
  for (const element of [...some, ...others].sort(compare)) {
    const last = all.at(-1);
    if (last !== undefined && compare(last, element) === 0) all.splice(-1, 1, add(last, element));
    else all.push(element);
  }
  return all;
}
