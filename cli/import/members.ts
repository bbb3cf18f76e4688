/**
 * Members of any shop: a CSV file whose columns are the fields of `member.enrolled`, one member a row, interests
 * separated by `|`, attributes as columns `attributes.NAME`, answers with their proof as columns `consent.…`.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { identityKinds } from '../../shared/contracts/members.ts';
import { memberEnrolled } from '../../shared/contracts/member-enrolled.ts';
import { metadata } from '../../shared/contracts/metadata.ts';
import { consentColumns, consentPrefix, consentsOf } from './consents.ts';
import type { ConsentCells } from './consents.ts';
import { FormatError, shopEvent } from './conversion.ts';
import type { Conversion, ShopEvent } from './conversion.ts';
import { contractFaults, faultsOf, listFields, tableRows, textFields } from './table.ts';
import type { TableRow } from './table.ts';

const attributePrefix = 'attributes.';
const profileColumns = ['name', 'gender', 'birthday', 'occupation', 'locale', 'timeZone', 'channel', 'referralCode'];
const textColumns = [...identityKinds, ...profileColumns, 'enrolledAt'];

export const memberTable = {
  known: [...textColumns, 'interests', 'occurredAt', ...consentColumns],
  required: [],
  prefix: attributePrefix,
  // A column of answers that is misspelt would lose them.
  reserved: consentPrefix,
};

/** The columns that are named one by one in the help. */
export const memberColumns = memberTable.known.filter((name) => !name.startsWith(consentPrefix));

const eventTime = z.pick(metadata, { occurredAt: true });

/**
 * Events in the order of the file. A row happened at `occurredAt`, or at `enrolledAt` when it has no such cell. An
 * event's id is made from the whole row: the same row again is the same event, a changed row another one.
 */
export async function* memberEvents(text: AsyncIterable<string>): AsyncGenerator<Conversion> {
  for await (const row of tableRows(text, memberTable)) {
    if (row.kind !== 'row') {
      yield row;
      continue;
    }
    const timeColumns = ['occurredAt', 'enrolledAt'].filter((column) => row.columns.has(column));
    const [timeColumn] = timeColumns.filter((column) => row.cells.has(column)).concat(timeColumns);
    if (timeColumn === undefined) {
      throw new FormatError('the header has neither occurredAt nor enrolledAt, and every event needs its time');
    }
    const answers = consentsOf(row);
    const event = eventOf(row, answers, row.cells.get(timeColumn) ?? '');
    const faults = faultsOf(
      [row],
      [
        ...contractFaults(eventTime.safeParse(event.detail.metadata).error, () => ({
          line: row.line,
          column: timeColumn,
        })),
        ...contractFaults(memberEnrolled.safeParse(event.detail.data).error, (path) => ({
          line: row.line,
          column: columnOf(path, answers),
        })),
      ],
    );
    if (faults.length === 0) yield { kind: 'event', event };
    else yield* faults;
  }
}

/** The column that a field of the event stands in. */
function columnOf(path: readonly PropertyKey[], answers: readonly ConsentCells[]): string {
  const [field, index, name] = path;
  const answer = field === 'consents' && typeof index === 'number' ? answers[index] : undefined;
  return answer?.columnOf(String(name)) ?? path.map(String).join('.');
}

function eventOf(row: TableRow, answers: readonly ConsentCells[], occurredAt: string): ShopEvent {
  const attributes = [...row.cells].flatMap(([column, cell]): [string, string][] =>
    column.startsWith(attributePrefix) ? [[column.slice(attributePrefix.length), cell]] : [],
  );
  const data = {
    ...textFields(row, textColumns),
    ...listFields(row, ['interests']),
    ...(attributes.length === 0 ? {} : { attributes: Object.fromEntries(attributes) }),
    ...(answers.length === 0 ? {} : { consents: answers.map(({ consent }) => consent) }),
  };
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([occurredAt, data]))
    .digest('hex');
  return shopEvent('member.enrolled', `import:${fingerprint}`, occurredAt, data);
}
