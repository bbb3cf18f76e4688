/**
 * Members of any shop: a CSV file whose columns are the fields of `member.enrolled`, one member a row, interests
 * separated by `|`, attributes as columns `attributes.NAME`. Consents need proof that no such table has; they come as
 * events.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { identityKinds } from '../../shared/contracts/members.ts';
import { memberEnrolled } from '../../shared/contracts/member-enrolled.ts';
import { metadata } from '../../shared/contracts/metadata.ts';
import { FormatError, shopEvent } from './conversion.ts';
import type { Conversion, ShopEvent } from './conversion.ts';
import { contractFaults, faultsOf, listFields, tableRows, textFields } from './table.ts';
import type { TableRow } from './table.ts';

const attributePrefix = 'attributes.';
const profileColumns = ['name', 'gender', 'birthday', 'occupation', 'locale', 'timeZone', 'channel', 'referralCode'];
const textColumns = [...identityKinds, ...profileColumns, 'enrolledAt'];

export const memberTable = {
  known: [...textColumns, 'interests', 'occurredAt'],
  required: [],
  prefix: attributePrefix,
};

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
    const event = eventOf(row, row.cells.get(timeColumn) ?? '');
    const faults = faultsOf(
      [row],
      [
        ...contractFaults(eventTime.safeParse(event.detail.metadata).error, () => ({
          line: row.line,
          column: timeColumn,
        })),
        ...contractFaults(memberEnrolled.safeParse(event.detail.data).error, (path) => ({
          line: row.line,
          column: path.map(String).join('.'),
        })),
      ],
    );
    if (faults.length === 0) yield { kind: 'event', event };
    else yield* faults;
  }
}

function eventOf(row: TableRow, occurredAt: string): ShopEvent {
  const attributes = [...row.cells].flatMap(([column, cell]): [string, string][] =>
    column.startsWith(attributePrefix) ? [[column.slice(attributePrefix.length), cell]] : [],
  );
  const data = {
    ...textFields(row, textColumns),
    ...listFields(row, ['interests']),
    ...(attributes.length === 0 ? {} : { attributes: Object.fromEntries(attributes) }),
  };
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([occurredAt, data]))
    .digest('hex');
  return shopEvent('member.enrolled', `import:${fingerprint}`, occurredAt, data);
}
