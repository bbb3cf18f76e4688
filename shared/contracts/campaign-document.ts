/**
 * The document of a campaign plan (messaging.md): its shape, with defaults filled in. What a valid shape can still get
 * wrong is in `campaign-check.ts`.
 */
import * as z from 'zod/mini';
import { campaignKinds, channels, messagePurposes, occasionEvents } from '../domain/campaigns/campaign.ts';
import { capDaysAtMost, capMessagesAtMost } from '../domain/campaigns/caps.ts';
import { parseCron } from '../domain/campaigns/cron.ts';
import { usualQuietHours } from '../domain/campaigns/send-time.ts';
import { stageNames } from '../domain/stages.ts';
import { isTimeZone, parseInstant } from '../domain/zone.ts';
import { condition } from './campaign-conditions.ts';
import { decimal, integer, moneyMinor, oneOf, text } from './primitives.ts';
import { atLeastOne, lifeOfRule, localText, objectRule } from './programme-document.ts';

const nameRule = 'a name of 1 to 48 letters, digits, dots, dashes and underscores, the first a letter or a digit';
/** Names are parts of keys, of files and of schedules. */
const name = z.string({ error: nameRule }).check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,47}$/, { error: nameRule }));

const zoneRule = 'an IANA time zone, for example Asia/Shanghai';
const timeZone = text.check(z.refine(isTimeZone, { error: zoneRule }));

const cronRule =
  'six fields as EventBridge Scheduler takes them: minutes, hours, day of month, month, day of week, year; one of the days ?';
const cron = z
  .string({ error: cronRule })
  .check(z.refine((value) => parseCron(value) !== undefined, { error: cronRule }));

const atRule = 'an RFC 3339 date-time, without its offset where a timeZone is given';
const at = z
  .string({ error: atRule })
  .check(z.refine((value) => (parseInstant(value) ?? parseInstant(`${value}Z`)) !== undefined, { error: atRule }));

const trigger = z.strictObject(
  {
    schedule: z.optional(
      z.strictObject(
        { cron: z.optional(cron), at: z.optional(at), timeZone: z.optional(timeZone) },
        { error: 'an object with cron and timeZone, or with at' },
      ),
    ),
    event: z.optional(oneOf(occasionEvents)),
    to: z.optional(atLeastOne(oneOf(stageNames), 'stages')),
  },
  { error: 'an object with a schedule or an event' },
);

/** Of what the member pays, in minor units or in per cent; from a minimum, for so many days. */
const coupon = z.strictObject(
  {
    offMinor: z.optional(integer(1)),
    percent: z.optional(integer(1, 100)),
    minNetMinor: z._default(moneyMinor, 0),
    days: integer(1, 3660),
  },
  { error: objectRule },
);
const offer = z.strictObject(
  { points: z.optional(integer(1)), expiry: z.optional(lifeOfRule), coupon: z.optional(coupon) },
  { error: 'an object with points or a coupon' },
);

const step = z.strictObject(
  {
    id: name,
    afterDays: z._default(integer(0, 366), 0),
    channels: atLeastOne(oneOf(channels), 'channels'),
    template: name,
    offer: z.optional(offer),
    unless: z.optional(oneOf(['purchase'])),
  },
  { error: objectRule },
);

const shareRule = 'a share from "0" to below "1", as a decimal string';
const control = z.strictObject(
  {
    share: decimal.check(z.refine((share) => Number(share) < 1, { error: shareRule })),
    salt: z.optional(text.check(z.minLength(1, { error: 'a text' }))),
    reason: z.optional(text),
  },
  { error: objectRule },
);

const cap = { messages: integer(1, capMessagesAtMost), days: integer(1, capDaysAtMost) };
const capOfChannel = z.strictObject(cap, { error: objectRule });
const byChannel = <Value extends z.ZodMiniType>(value: Value) => {
  const optional = z.optional(value);
  const of = { email: optional, sms: optional, push: optional, webhook: optional, log: optional };
  return z.strictObject(of, { error: 'an object by channel' });
};
const caps = z.strictObject({ ...cap, channels: z.optional(byChannel(capOfChannel)) }, { error: objectRule });

const timeRule = 'a time of day HH:MM';
const timeOfDay = z.string({ error: timeRule }).check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: timeRule }));
const quietHours = z.strictObject(
  {
    from: timeOfDay,
    to: timeOfDay,
    channels: z._default(z.array(oneOf(channels), { error: 'a list of channels' }), [...usualQuietHours.channels]),
  },
  { error: objectRule },
);

export const activityPrefix = 'activity:';
const outcomeRule = `purchase, spend or ${activityPrefix}<type>`;
const outcome = text.check(
  z.refine(
    (value) =>
      value === 'purchase' ||
      value === 'spend' ||
      (value.startsWith(activityPrefix) && value.length > activityPrefix.length),
    { error: outcomeRule },
  ),
);

/** Keys are a closed list throughout: a key that nobody knows would be a wish that nobody heeds. */
export const campaignDocument = z
  .strictObject(
    {
      id: name,
      version: integer(1),
      kind: oneOf(campaignKinds),
      name: localText,
      purpose: oneOf(messagePurposes),
      audience: condition,
      segments: z._default(z.record(text, condition, { error: 'an object of named conditions' }), {}),
      trigger,
      steps: atLeastOne(step, 'steps'),
      control: z.optional(control),
      caps: z.optional(caps),
      quietHours: z.optional(quietHours),
      window: z._default(z.strictObject({ days: integer(1, 366) }, { error: objectRule }), { days: 30 }),
      outcome: z._default(outcome, 'purchase'),
      budgetMinor: z.optional(moneyMinor),
      costMinor: z._default(byChannel(decimal), {}),
      expiresAfterHours: z._default(integer(1, 8784), 48),
    },
    { error: objectRule },
  )
  .register(z.globalRegistry, { id: 'campaign' });
export type CampaignDocument = z.output<typeof campaignDocument>;
