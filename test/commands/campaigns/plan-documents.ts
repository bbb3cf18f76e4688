/** Documents of plans, and the words and answers that go with them. */
import type { CompiledTemplate } from '../../../shared/contracts/message-content.ts';
import type { Consent, ConsentChannel, ConsentPurpose } from '../../../shared/domain/consent.ts';
import { instantOf, parseInstant } from '../../../shared/domain/zone.ts';
import type { Instant } from '../../../shared/domain/zone.ts';

export type Data = Readonly<Record<string, unknown>>;

function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) throw new TypeError(`no instant: ${text}`);
  return instant;
}

/** Noon in the zone of the programme: nobody in it is asleep. */
export const noon = at('2026-03-10T12:00:00+08:00');
export const long = instantOf(noon - 86_400_000);

export const plainTemplate: CompiledTemplate = { subject: 'Hello', text: 'A word for you.', html: null, uses: [] };

/** A plan of one promotion to everybody by e-mail, at once. */
export function planOf(changes: Data = {}): Data {
  return {
    id: 'spring',
    version: 1,
    kind: 'promotion',
    name: { en: 'Spring', 'zh-CN': '春' },
    purpose: 'promotions',
    audience: { all: [] },
    trigger: { schedule: { at: '2026-03-10T12:00:00+08:00', timeZone: 'Asia/Shanghai' } },
    steps: [{ id: 'first', afterDays: 0, channels: ['email'], template: 'words' }],
    control: { share: '0', reason: 'a test of sending' },
    caps: { messages: 20, days: 1 },
    window: { days: 30 },
    ...changes,
  };
}

export function consentOf(purpose: ConsentPurpose, channel: ConsentChannel, granted = true, when = long): Consent {
  return { purpose, channel, granted, at: when, text: 'terms', how: 'form', by: 'member' };
}
