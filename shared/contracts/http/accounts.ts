/** What a member holds and how it came about. */
import * as z from 'zod/mini';
import { bases } from '../../domain/programme.ts';
import { outgoingAmount, outgoingDay } from '../outgoing-values.ts';
import { dateTime, id, oneOf } from '../primitives.ts';
import { noBody, noParameters, operation } from './operation.ts';
import { balance } from './values.ts';

const amounts = (description: string) => outgoingAmount.clone().register(z.globalRegistry, { description });
const days = (description: string) => outgoingDay.clone().register(z.globalRegistry, { description });

const lot = z
  .object({
    points: outgoingAmount,
    availableOn: outgoingDay,
    expiresOn: z.nullable(days('The first day on which they cannot be used; null for never, and under inactivity.')),
    pending: z.boolean(),
  })
  .register(z.globalRegistry, { id: 'lot' });

const level = z
  .object({
    id: z.string(),
    since: z.nullable(days('When it was reached or last confirmed; null with the first level.')),
    floor: z
      .nullable(z.object({ level: z.string(), until: z.nullable(days('The first day without it.')) }))
      .register(z.globalRegistry, { description: 'A level set by hand that the member’s own does not fall below.' }),
    basis: z.enum(bases).register(z.globalRegistry, { description: 'The unit of the amounts.' }),
    counted: amounts('What counts for the level today.'),
    next: z
      .nullable(z.object({ level: z.string(), from: outgoingAmount, missing: outgoingAmount }))
      .register(z.globalRegistry, { description: 'How far it is to the level above; null at the top.' }),
    stay: z
      .nullable(
        z.object({
          on: days('The day on which the level is judged.'),
          amount: amounts('What counts for it so far.'),
          missing: amounts('What is needed to stay.'),
          by: days('The last day on which it still counts.'),
        }),
      )
      .register(z.globalRegistry, { description: 'What keeps the level; null when it cannot be lost.' }),
  })
  .register(z.globalRegistry, { id: 'level' });

export const account = z
  .object({
    memberId: id.clone().register(z.globalRegistry, { description: 'Of one who was merged: the member who was kept.' }),
    program: z.string().register(z.globalRegistry, { description: 'The version in force, for example `main@1`.' }),
    asOf: dateTime.clone().register(z.globalRegistry, {
      description: 'What is due by then is applied to everything here, whether or not it is posted yet.',
    }),
    enrolledOn: outgoingDay,
    orders: z.int().register(z.globalRegistry, { description: 'Sales that are not fully returned.' }),
    balance,
    lots: z.array(lot).register(z.globalRegistry, { description: 'In spending order; reserved points are in none.' }),
    reservations: z.array(z.object({ requestId: z.string(), points: outgoingAmount, until: dateTime })),
    level,
  })
  .register(z.globalRegistry, { id: 'account' });
export type AccountDocument = z.output<typeof account>;

export const showAccount = operation({
  name: 'showAccount',
  summary: 'Show an account',
  description: 'Balance, lots, open reservations and level of a member, as of now.',
  query: noParameters,
  body: noBody,
  writes: false,
  status: 200,
  answer: account,
  problems: ['unknown-member', 'member-erased'],
});

export const entry = z
  .object({
    entryId: z.string(),
    seq: z.int().check(z.minimum(1)).register(z.globalRegistry, { description: 'Per member, from 1, without gaps.' }),
    kind: z.string(),
    points: amounts('What it changes of what the member holds; negative for a debit.'),
    occurredAt: dateTime,
    day: days('The business day.'),
    program: z.string(),
    balanceAfter: balance,
    explanation: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))).register(z.globalRegistry, {
      description: 'Why it moved what it moved: rules with their exact points, lots, reasons.',
    }),
    words: z.optional(z.object({ headline: z.string(), reasons: z.array(z.string()) })).register(z.globalRegistry, {
      description: 'The same in the language that was asked for, a sentence for each reason.',
    }),
  })
  .register(z.globalRegistry, { id: 'entry' });
export type EntryDocument = z.output<typeof entry>;

const entriesAtMost = 100;
const entriesUnlessAsked = 20;
const limitRule = `an integer from 1 to ${String(entriesAtMost)}`;
const limit = z
  ._default(
    z.string({ error: limitRule }).check(z.regex(/^([1-9]\d?|100)$/, { error: limitRule })),
    String(entriesUnlessAsked),
  )
  .register(z.globalRegistry, { description: `Entries of a page: ${limitRule}.` });

/** Those that there are texts in. */
const lang = z.optional(oneOf(['en', 'zh-CN'])).register(z.globalRegistry, {
  description: 'Explains each entry in words, for which the whole history of the member is read.',
});

const cursor = z
  .optional(z.string({ error: 'a cursor as an earlier page gave it' }))
  .register(z.globalRegistry, { description: '`next` of the page before; without it the newest entries.' });

export const listEntries = operation({
  name: 'listEntries',
  summary: 'List entries',
  description:
    'Entries of a member, the newest first: a desk is asked about what happened last. An entry is there a moment ' +
    'after it was posted.',
  query: z.object({ limit, cursor, lang }),
  body: noBody,
  writes: false,
  status: 200,
  answer: z
    .object({
      memberId: id,
      entries: z.array(entry),
      next: z
        .nullable(z.string())
        .register(z.globalRegistry, { description: 'Cursor of the next page; null on the last.' }),
    })
    .register(z.globalRegistry, { id: 'entryPage' }),
  problems: ['unknown-member', 'member-erased'],
});
