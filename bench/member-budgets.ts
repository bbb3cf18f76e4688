/** What events about people cost, measured on a local AWS: no budget of the table names them, and none of them scans. */
import { openEngine } from './bench-engine.ts';
import type { BenchEngine } from './bench-engine.ts';
import { memberWith } from './bench-members.ts';
import type { Usage } from './meter.ts';
import { longId, personMessage } from './reference-case.ts';

export type MemberUsage = Pick<Usage, 'calls' | 'writeUnits' | 'readUnits'> & { readonly id: string };

/** A person with one identity of each kind, all that a profile holds, and an answer for each purpose and channel. */
function personOf(name: string) {
  const consents = ['loyalty', 'promotions', 'profiling'].flatMap((purpose) =>
    ['email', 'sms', 'push', 'wechat'].map((channel) => ({
      purpose,
      channel,
      granted: true,
      at: '2027-01-01T00:00:00Z',
      text: 'terms-7',
      how: 'form',
      by: 'member',
    })),
  );
  const identities = {
    externalId: longId(name),
    email: `${name}@example.com`,
    phone: `+49151${String(name.length).padStart(8, '0')}`,
    card: longId(`card ${name}`),
  };
  const told = {
    name: 'Ann Example',
    gender: 'f',
    birthday: '1990-02-28',
    occupation: 'gardener',
    locale: 'en-GB',
    timeZone: 'Europe/London',
    channel: 'store',
    referralCode: longId('friend'),
    interests: ['tea', 'roses'],
    contacts: { pushToken: longId('token') },
    attributes: { size: 38.5, vip: true },
  };
  return { identities, told, consents };
}

async function usageOf(engine: BenchEngine, id: string, type: string, data: object): Promise<MemberUsage> {
  const message = personMessage({ name: id, day: 0, type, data });
  const { calls, writeUnits, readUnits } = await engine.meter.measure(async () => engine.apply([message]));
  return { id, calls, writeUnits, readUnits };
}

/** Measures on a local AWS that is there for nothing else. */
export async function measureMembers(endpoint: string): Promise<readonly MemberUsage[]> {
  const engine = await openEngine(endpoint);
  const { identities, told, consents } = personOf('newcomer');
  const [consent] = consents;
  const member = { externalId: identities.externalId };
  const { externalId } = await memberWith(engine, { name: 'weekly', everyDays: 7, visits: 60 });
  const rows = [
    await usageOf(engine, 'enrol.smallest', 'member.enrolled', { externalId: longId('smallest') }),
    await usageOf(engine, 'enrol.whole', 'member.enrolled', { ...identities, ...told, consents }),
    await usageOf(engine, 'enrol.buyer', 'member.enrolled', { externalId, name: 'Ann Example' }),
    await usageOf(engine, 'update', 'member.updated', { member, occupation: 'pilot' }),
    await usageOf(engine, 'update.identity', 'member.updated', { member, email: 'another@example.com' }),
    await usageOf(engine, 'consent', 'member.updated', { member, consents: [{ ...consent, granted: false }] }),
  ];
  const { digests, members } = engine.intake;
  const key = digests.lookUp('externalId', identities.externalId);
  const found = await engine.meter.measure(async () => members.owners([key], 'eventual'));
  const { calls, writeUnits, readUnits } = found;
  return [
    ...rows,
    { id: 'find', calls, writeUnits, readUnits },
    await usageOf(engine, 'erase', 'member.erased', { member, requestId: longId('forget') }),
  ];
}
