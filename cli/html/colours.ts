/**
 * The colours of the page: ink on paper and one accent, for light and dark surroundings. Tests hold every text to a
 * contrast of 4.5 to 1 and every mark to 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11).
 */

/** Red, green and blue from 0 to 255. */
export type Colour = readonly [number, number, number];

export type Scheme = {
  readonly paper: Colour;
  readonly ink: Colour;
  /** Text of second rank. */
  readonly muted: Colour;
  /** Lines that only part. */
  readonly rule: Colour;
  readonly accent: Colour;
  /** Ink on fields of the accent. */
  readonly onAccent: Colour;
  /** How much of the accent the steps of a heat map have, from little to much. */
  readonly steps: readonly { readonly share: number; readonly text: 'ink' | 'onAccent' }[];
};

const onInk = (share: number) => ({ share, text: 'ink' as const });
const onField = (share: number) => ({ share, text: 'onAccent' as const });

export const light: Scheme = {
  paper: [255, 255, 255],
  ink: [23, 29, 27],
  muted: [86, 97, 93],
  rule: [221, 227, 224],
  accent: [15, 104, 89],
  onAccent: [255, 255, 255],
  steps: [...[0.04, 0.12, 0.21, 0.32, 0.44, 0.58].map(onInk), ...[0.88, 1].map(onField)],
};

export const dark: Scheme = {
  paper: [18, 23, 21],
  ink: [228, 235, 232],
  muted: [155, 168, 163],
  rule: [46, 55, 52],
  accent: [103, 203, 182],
  onAccent: [10, 18, 15],
  steps: [...[0.05, 0.12, 0.19, 0.27, 0.36].map(onInk), ...[0.66, 0.82, 1].map(onField)],
};

/** A colour between two. @param share of the second, from 0 to 1 */
export function mix([a, b, c]: Colour, [d, e, f]: Colour, share: number): Colour {
  const between = (from: number, to: number) => Math.round(from + (to - from) * share);
  return [between(a, d), between(b, e), between(c, f)];
}

const hex = (colour: Colour) => `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** How many steps a heat map has. */
export const heatSteps = 8;

/** The scheme as custom properties. */
export function propertiesOf(scheme: Scheme): string {
  const { paper, ink, muted, rule, accent } = scheme;
  const steps = scheme.steps.flatMap(({ share, text }, step) => [
    `--heat-${String(step)}:${hex(mix(paper, accent, share))}`,
    `--on-heat-${String(step)}:${hex(scheme[text])}`,
  ]);
  return [
    `--paper:${hex(paper)}`,
    `--ink:${hex(ink)}`,
    `--muted:${hex(muted)}`,
    `--rule:${hex(rule)}`,
    `--accent:${hex(accent)}`,
    `--half:${hex(mix(paper, accent, 0.5))}`,
    `--soft:${hex(mix(paper, accent, 0.2))}`,
    `--grey:${hex(mix(paper, muted, 0.75))}`,
    ...steps,
  ].join(';');
}
