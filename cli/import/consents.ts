/**
 * Answers to what members were asked, as columns: `consent.PURPOSE.CHANNEL` says yes or no, and its proof stands in the
 * columns `consent.PURPOSE.CHANNEL.at`, `.text`, `.how` and `.by`, or, where they are the same for all of a row, in
 * `consent.at` and so on. An empty cell is no answer; an answer without its proof is a fault of the row.
 */
import { consentChannels, consentPurposes } from '../../shared/domain/consent.ts';
import type { TableRow } from './table.ts';

const proofFields = ['at', 'text', 'how', 'by'] as const;

/** What all columns of answers begin with. */
export const consentPrefix = 'consent.';

const answerColumns = consentPurposes.flatMap((purpose) =>
  consentChannels.map((channel) => ({ purpose, channel, column: `${consentPrefix}${purpose}.${channel}` })),
);

export const consentColumns: readonly string[] = [
  ...proofFields.map((field) => consentPrefix + field),
  ...answerColumns.flatMap(({ column }) => [column, ...proofFields.map((field) => `${column}.${field}`)]),
];

const flags: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['true', true],
  ['no', false],
  ['false', false],
]);

/** An answer, and the column that each of its fields stands in, or would have to. */
export type ConsentCells = {
  readonly consent: Readonly<Record<string, unknown>>;
  readonly columnOf: (field: string) => string;
};

/** The answers of a row. What is neither yes nor no stays text, and the contract will say what it thinks. */
export function consentsOf({ cells }: TableRow): readonly ConsentCells[] {
  return answerColumns.flatMap(({ purpose, channel, column }) => {
    const answer = cells.get(column);
    if (answer === undefined) return [];
    const placeOf = (field: string) => {
      const [own, ofRow] = [`${column}.${field}`, consentPrefix + field];
      return !cells.has(own) && cells.has(ofRow) ? ofRow : own;
    };
    const proof = proofFields.flatMap((field) => {
      const cell = cells.get(placeOf(field));
      return cell === undefined ? [] : [[field, cell] as const];
    });
    const granted = flags.get(answer.toLowerCase()) ?? answer;
    return [
      {
        consent: { purpose, channel, granted, ...Object.fromEntries(proof) },
        columnOf: (field: string) => (field === 'granted' ? column : placeOf(field)),
      },
    ];
  });
}
