/** The shop's customers: who they are to the till, to the web shop and to the member card. */
import { seededRandom } from './random.ts';

/** How an event names a member: exactly one of the identities. */
export type MemberName =
  { readonly externalId: string } | { readonly email: string } | { readonly phone: string } | { readonly card: string };

/** The identities that somebody enrols with. */
export type Enrolment = {
  readonly externalId: string;
  readonly email?: string;
  readonly phone?: string;
  readonly card?: string;
};

export type Person = {
  /** What they enrolled with before their first purchase; people without it are enrolled by that purchase. */
  readonly enrolment: Enrolment | undefined;
  /** The identities that they give when they buy, one at a time. */
  readonly names: readonly [MemberName, ...MemberName[]];
  /** Days between two purchases, on average. */
  readonly everyDays: number;
};

/** Nobody's: no number of China begins with 100, and example.com is kept free for examples. */
const phoneOf = (number: number) => `+8610000${String(number).padStart(6, '0')}`;
const emailOf = (name: string) => `${name}@example.com`;
const cardOf = (number: number) => `8800${String(number).padStart(8, '0')}`;

export const ann = {
  enrolment: { externalId: 'ann', email: emailOf('ann'), phone: phoneOf(1), card: cardOf(1) },
  byId: { externalId: 'ann' },
  byEmail: { email: emailOf('ann') },
  byCard: { card: cardOf(1) },
} as const;

/** Reaches silver early, buys little afterwards and loses it at the review a year later. */
export const bo = { enrolment: { externalId: 'bo', phone: phoneOf(2) }, byPhone: { phone: phoneOf(2) } } as const;

/** Buys as a guest first; the shop learns afterwards who it was. */
export const yu = { byEmail: { email: emailOf('yu') } } as const;

/** A hotel that buys by the dozen. */
export const hotel = { externalId: 'hotel-lakeside' } as const;

const names = (
  'chen deng emma feng gao hua ivy jun kai lin mei ning olga pan qiu ren song tang uma vera wen xia yan zhou bai cai du ' +
  'fan guo han jia kong liu ma nie ou peng qin rao shi tao wu xu ye zhang ai bian cao dai fu geng hou jin lan mao nan'
).split(' ');

/** Days between purchases that people have in this town. */
const rhythms = [16, 30, 45, 60, 90, 150] as const;

/** Everybody but Ann, Bo, Yu and the hotel, whose histories are written by hand. */
export function customers(): readonly Person[] {
  const random = seededRandom(20_250_501);
  return names.map((name, index) => ({ ...person(name, index + 10), everyDays: random.pick(rhythms) }));
}

/** One in four enrols with all identities and uses several; the others are known by one, each kind in turn. */
function person(name: string, number: number): Pick<Person, 'enrolment' | 'names'> {
  const identities = { externalId: name, email: emailOf(name), phone: phoneOf(number), card: cardOf(number) };
  const { externalId, email, phone, card } = identities;
  switch (number % 8) {
    case 0:
      return { enrolment: identities, names: [{ email }, { card }] };
    case 1:
      return { enrolment: { externalId, email, phone }, names: [{ phone }] };
    case 2:
      return { enrolment: undefined, names: [{ email }] };
    case 3:
      return { enrolment: undefined, names: [{ phone }] };
    case 4:
      return { enrolment: undefined, names: [{ card }] };
    default:
      return { enrolment: undefined, names: [{ externalId }] };
  }
}
