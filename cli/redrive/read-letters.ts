/** How the letters of each queue are read, and whether whoever takes them from the queue could do anything with them. */
import { parseDeliveryEvents } from '../../shared/contracts/delivery-events.ts';
import { queuedMessage } from '../../shared/contracts/manifest-row.ts';
import { membersOut } from '../../shared/contracts/member-events-out.ts';
import { messagesOut } from '../../shared/contracts/messages.ts';
import { formatPath } from '../../shared/contracts/primitives.ts';
import { checkEvent } from './check-event.ts';
import { parseObject, readEventWith } from './dead-letter.ts';
import type { EventCheck, ReadLetter } from './dead-letter.ts';

/** Events that shops put on the bus. */
export const readShopEvent: ReadLetter = readEventWith(checkEvent);

type Issue = { readonly path: readonly PropertyKey[] };
type Checked =
  { readonly success: true } | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };

/** Names fields, never what is in them. */
function fieldsAmiss(checked: Checked): string | undefined {
  if (checked.success) return undefined;
  return `not as it was written: ${[...new Set(checked.error.issues.map(({ path }) => formatPath(path)))].join(', ')}`;
}

/** Events of ours that plans may follow. */
const occasions = {
  'member.enrolled.confirmed': membersOut['member.enrolled.confirmed'],
  ...messagesOut,
} as const;

const checkOccasion: EventCheck = ({ 'detail-type': type, detail }) => {
  const schema = Object.entries(occasions).find(([name]) => name === type)?.[1];
  if (schema === undefined) return 'no plan can follow an event of this type';
  return fieldsAmiss(schema.safeParse(detail));
};
export const readOccasion: ReadLetter = readEventWith(checkOccasion);

/** A message of a campaign, as the dispatcher queued it: ids and instants. */
export const readQueued: ReadLetter = (body) => {
  const detailType = 'campaign message';
  const checked = queuedMessage.safeParse(parseObject(body));
  if (!checked.success) return { eventId: null, detailType, problem: fieldsAmiss(checked) ?? null };
  const { run, step, memberId, occasion } = checked.data;
  return { eventId: JSON.stringify([run, step, memberId, occasion]), detailType, problem: null };
};

/** What a provider told, by the bus or by a topic. */
export const readDelivery: ReadLetter = (body) => {
  const event = parseObject(body);
  const [fact] = parseDeliveryEvents(event);
  const detailType = 'delivery event';
  if (fact === undefined) return { eventId: null, detailType, problem: 'it tells nothing of a message of ours' };
  const { messageId, memberId, fact: what, at } = fact;
  return { eventId: JSON.stringify([messageId, memberId, what, at]), detailType, problem: null };
};
