/** What `perennial member show` prints of a member, and `export` hands over: everything that is held about one. */
import * as z from 'zod/mini';
import { consentChannels, suppressionReasons } from '../domain/consent.ts';
import { account, entry } from './http/accounts.ts';
import { identity, profile } from './http/members.ts';
import { consents } from './member-profile.ts';
import { message } from './messages.ts';
import { outgoingAmount } from './outgoing-values.ts';
import { dateTime, id } from './primitives.ts';

/** Says in the JSON Schema what a field is. One that others use too is cloned first. */
function described<Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema {
  const registered: z.ZodMiniType = schema;
  z.globalRegistry.add(registered, { description });
  return schema;
}

const shown = {
  memberId: id,
  profile,
  identities: z.array(identity),
  consents: described(consents.clone(), 'The answers that count now.'),
  account,
  entries: described(z.array(entry), 'The oldest first.'),
  messages: described(z.array(message), 'What the member was told, or was told of the member.'),
};

/** `perennial member show --json` */
export const memberDocument = z
  .object(shown)
  .register(z.globalRegistry, { title: 'what perennial member show --json prints' });
export type MemberDocument = z.output<typeof memberDocument>;

const factValue = z.nullable(z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]));
const fact = z.object({
  field: z.string(),
  value: described(factValue, 'Null where it was removed.'),
  at: described(dateTime.clone(), 'When the event occurred that says so.'),
});
const dated = z.object({ ...identity.shape, at: dateTime });
const joining = z.nullable(
  z.object({ occurredAt: dateTime, eventId: z.optional(z.string()), type: z.optional(z.string()) }),
);

const answers = z.object({ eventId: z.string(), occurredAt: dateTime, consents });
const suppression = z.object({
  channel: z.enum(consentChannels),
  address: z.string(),
  reason: z.enum(suppressionReasons),
  at: dateTime,
});
const request = z.object({
  type: z.string(),
  id: described(z.string(), 'The event’s own id, its business key.'),
  occurredAt: dateTime,
  delivery: z.string(),
});
const waiting = z.object({
  type: z.string(),
  entryId: z.string(),
  occurredAt: dateTime,
  detail: described(z.unknown(), 'The event as it was sent, without its member.'),
});
const returns = z.object({
  purchaseId: z.string(),
  lines: z.array(z.object({ lineId: z.string(), net: outgoingAmount, quantity: z.string() })),
  amount: outgoingAmount,
  full: z.boolean(),
  undone: outgoingAmount,
  settled: outgoingAmount,
  restored: outgoingAmount,
});
const stored = z.record(z.string(), z.unknown());
const book = z.object({
  memberId: id,
  account: described(stored.clone(), 'As it is stored; lists are packed.'),
  entries: described(z.array(stored), 'As they are stored and hashed: whoever has them can check the chain.'),
  returns: described(z.array(returns), 'What has come back of the sales.'),
});

/** `perennial member export --json` */
export const memberExport = z
  .object({
    ...shown,
    exportedAt: dateTime,
    enrolledBy: described(joining.clone(), 'The event that enrolled the member.'),
    joinedBy: described(joining.clone(), 'The event that made a member whom nobody had enrolled.'),
    facts: described(z.array(fact), 'Every field of the profile with its time, those that were removed among them.'),
    known: described(z.array(dated), 'The identities, each with the last time that somebody gave it.'),
    replaced: described(
      z.array(z.object({ kind: z.string(), at: dateTime })),
      'Kinds of identity of which those told before were replaced.',
    ),
    givenUp: described(
      z.array(z.object({ identity: z.string(), until: dateTime })),
      'Identities that the member had until then, by their keyed hashes: what they were is not known any more.',
    ),
    consentHistory: described(z.array(answers), 'Every answer that was ever given, with its proof; the oldest first.'),
    suppressions: described(z.array(suppression), 'The member’s addresses that nothing is sent to.'),
    waiting: described(z.array(waiting), 'Events that wait for one of the identities.'),
    requests: described(z.array(request), 'Events about the person that are remembered and that the rest here names.'),
    books: described(z.array(book), 'The member’s ledger, and those of members who were merged into this one.'),
  })
  .register(z.globalRegistry, { title: 'what perennial member export --json prints' });
export type MemberExport = z.output<typeof memberExport>;
