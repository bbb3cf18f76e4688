/**
 * A shop to try the programme on: fourteen months of purchases of some sixty members in the starter programme's currency
 * and zone, with what a service desk does for them and what goes wrong in real shops among them. The same events every time: there is no clock in it and no
 * chance.
 */
import { shopEvent } from '../import/conversion.ts';
import type { ShopEvent } from '../import/conversion.ts';
import { shopFirstDay } from './calendar.ts';
import { deskOccasions } from './desk.ts';
import { writtenVisits } from './histories.ts';
import { oddOccasions } from './oddities.ts';
import { ann, bo, customers } from './people.ts';
import type { Enrolment } from './people.ts';
import { seededRandom } from './random.ts';
import { byTime, purchaseEvent, shopTime } from './sale.ts';
import type { Occasion } from './sale.ts';
import { visitsOf } from './visits.ts';

export { shopLastDay } from './calendar.ts';

const seed = 42;

/** Some 460 events in the order in which they reach the bus. */
export function* shopEvents(): Generator<ShopEvent> {
  const ordinary = [...enrolments(), ...purchases()];
  // Sorting keeps the order of what happens at the same time, so a duplicate comes after what it repeats.
  for (const { event } of [...ordinary, ...deskOccasions(ordinary), ...oddOccasions(ordinary)].sort(byTime))
    yield event;
}

/** The same as the lines of an NDJSON file, each with its line end. */
export function* shopLines(): Generator<string> {
  for (const event of shopEvents()) yield `${JSON.stringify(event)}\n`;
}

/** What somebody says on the form at the counter: a name, a language, and yes to offers where there is an address. */
function formOf({ externalId, email }: Enrolment, at: string) {
  const name = externalId.charAt(0).toUpperCase() + externalId.slice(1);
  const yes = { granted: true, at, text: 'counter-form-2025', how: 'form', by: 'member' };
  const consents = ['promotions', 'loyalty'].map((purpose) => ({ purpose, channel: 'email', ...yes }));
  // Some speak English at home.
  const locale = externalId.charCodeAt(0) % 3 === 0 ? 'en' : 'zh-CN';
  return email === undefined ? { name, locale } : { name, locale, consents };
}

function enrolments(): readonly Occasion[] {
  const at = `${shopFirstDay}T09:00:00`;
  const people: readonly { readonly enrolment: Enrolment | undefined }[] = [ann, bo, ...customers()];
  return people.flatMap(({ enrolment }) => {
    if (enrolment === undefined) return [];
    const data = { ...enrolment, ...formOf(enrolment, shopTime(at)) };
    return [{ at, event: shopEvent('member.enrolled', `enrol:${enrolment.externalId}`, shopTime(at), data) }];
  });
}

function purchases(): readonly Occasion[] {
  const random = seededRandom(seed);
  const visits = [...writtenVisits, ...customers().flatMap((person) => visitsOf(person, random))].sort(byTime);
  const receipts = new Map<string, number>();
  return visits.map((visit) => {
    const till = `${visit.storeId ?? 'web'} ${visit.at.slice(0, 10)}`;
    const receipt = (receipts.get(till) ?? 0) + 1;
    receipts.set(till, receipt);
    return { at: visit.at, event: purchaseEvent({ ...visit, receipt }) };
  });
}
