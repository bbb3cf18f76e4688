/** People of a shop as the bus is told of them. */
import { randomBytes } from 'node:crypto';
import { sale } from '../fixtures/events.ts';

/** The mailbox and the plans of a stage stay when its members are emptied: nothing of this run is called as before. */
export const mark = randomBytes(3).toString('hex');
export const emailOf = (name: string) => `${name}.${mark}@mail.example`;

/** The answers that somebody has given, as `purpose.channel`. */
const answered = (granted: boolean, at: string) => (given: string) => {
  const [purpose, channel] = given.split('.');
  return { purpose, channel, granted, at, text: 'form-1', how: 'till', by: 'member' };
};

export type Shopper = {
  readonly name: string;
  readonly at: string;
  /** Without one there is no address. */
  readonly email?: string | null;
  readonly consents?: readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
};

/** `member.enrolled` of somebody who said yes to promotions by e-mail and has an address, unless said otherwise. */
export function joins({ name, at, email = emailOf(name), consents = ['promotions.email'], data = {} }: Shopper) {
  return {
    'detail-type': 'member.enrolled',
    detail: {
      metadata: { id: `joins-${name}`, version: '1.0', occurredAt: at },
      data: {
        externalId: name,
        name: `Ms ${name}`,
        ...(email === null ? {} : { email }),
        consents: consents.map(answered(true, at)),
        ...data,
      },
    },
  };
}

/** A purchase of 100.00 by somebody, unless said otherwise. */
export function buys(name: string, at: string, { id = `${name}-${at}`, net = 10_000 } = {}) {
  return sale({ purchaseId: id, member: { externalId: name }, occurredAt: at, net });
}
