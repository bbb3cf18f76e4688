/** What the functions write is for everybody who may read logs: constants with a code, and nothing of anybody. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logMessages } from '../../shared/platform/telemetry.ts';
import { handleQueue } from '../../shared/runtime/queue-handler.ts';
import { programmeWith } from '../fixtures/programme.ts';
import { enrolment, sale } from '../fixtures/events.ts';
import { runs } from '../property-runs.ts';
import { invoke } from './invoke.ts';
import { memoryEngine } from './memory-engine.ts';

const personal = {
  externalId: 'customer-4711',
  email: 'Ann.Example@shop.example',
  phone: '+8613800138000',
  card: 'CARD-0815-2342',
  name: 'Ann Example',
};
const traces = ['4711', 'ann.example', 'shop.example', '13800138000', '0815', 'ann example'];

const events = [
  enrolment({ eventId: 'e1', identities: personal }),
  enrolment({ eventId: 'e2', identities: { email: personal.email, phone: 'not a phone 13800138000' } }),
  enrolment({ eventId: 'e3', identities: { ...personal, birthday: 'Ann Example', email: 'not an address' } }),
  put(enrolment({ eventId: 'e5', identities: { card: personal.card } }), ['detail', 'data', 'attributes'], {
    [personal.email]: [personal.name],
  }),
  enrolment({ eventId: 'e4', identities: { card: personal.card, externalId: 'other' } }),
  enrolment({ eventId: 'e1', identities: { email: personal.email } }),
  sale({ purchaseId: 'p1', member: { email: personal.email } }),
  sale({ purchaseId: 'p1', member: { phone: personal.phone }, net: 5 }),
  sale({ purchaseId: 'p2', member: { phone: personal.phone, email: personal.email } }),
  sale({ purchaseId: 'p3', member: { card: personal.card }, data: { [personal.email]: personal.name } }),
  sale({ purchaseId: 'p4', member: { externalId: 'nobody yet' }, data: { channel: [personal.name] } }),
  sale({ purchaseId: 'p5', member: { phone: personal.phone }, data: { currency: personal.email } }),
  { 'detail-type': personal.email, detail: personal },
  { 'detail-type': 'purchase.completed', detail: personal.name },
];

const queueOf = (bodies: readonly string[]) => ({
  Records: bodies.map((body, index) => ({ messageId: `message-${String(index)}`, body })),
});

describe('the log of a queue', () => {
  it.each(['enrol', 'park', 'refuse'] as const)('holds constants, and nothing personal, under %s', async (unknown) => {
    const { intake } = memoryEngine([programmeWith({ members: { unknown } })]);
    const bodies = [...events.map((event) => JSON.stringify(event)), personal.email, `"${personal.phone}"`];
    const { output, logs } = await invoke(async (event: ReturnType<typeof queueOf>) => handleQueue(intake, event), {
      ...queueOf(bodies),
    });
    const messages: readonly string[] = Object.values(logMessages);
    expect(logs.length).toBeGreaterThan(5);
    expect(logs.filter(({ message }) => !messages.includes(message))).toEqual([]);
    for (const trace of traces) expect(output.toLowerCase()).not.toContain(trace);
  });

  it('says nothing of an error but its name', async () => {
    const { intake } = memoryEngine();
    const read = async () => Promise.reject(new TypeError(`something about ${personal.email}`));
    const { history, records, keys, scanAccounts, commit } = intake.ledger;
    const broken = { ...intake, ledger: { history, records, keys, scanAccounts, commit, read } };
    const bodies = [JSON.stringify(sale({ purchaseId: 'p1', member: { email: personal.email } }))];
    const { output } = await invoke(async (event: ReturnType<typeof queueOf>) => handleQueue(broken, event), {
      ...queueOf(bodies),
    });
    expect(output).toContain('"error":"TypeError"');
    for (const trace of traces) expect(output.toLowerCase()).not.toContain(trace);
  });

  it('never repeats a value, wherever in an event it stands', async () => {
    const secret = 'SECRET';
    const odd = fc.oneof(
      fc.constantFrom<unknown>(secret, { [secret]: secret }, [secret], { email: secret }, null, -1, `${secret}@x.y`),
      fc.string().map((text) => `${secret}${text}`),
    );
    const places = [
      'metadata',
      'data',
      'metadata.occurredAt',
      'metadata.version',
      'metadata.receipt',
      'data.member',
      'data.member.email',
      'data.currency',
      'data.net',
      'data.lines',
      'data.channel',
      'data.couponCodes',
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), odd, async (place, value) => {
        const event = sale({ purchaseId: 'p1', member: { email: 'ann@example.com' } });
        const { intake } = memoryEngine();
        const body = JSON.stringify({ id: 'delivery', ...event, detail: put(event.detail, place.split('.'), value) });
        const { output } = await invoke(async (batch: ReturnType<typeof queueOf>) => handleQueue(intake, batch), {
          ...queueOf([body]),
        });
        expect(output).not.toContain(secret);
      }),
      { numRuns: runs(300) },
    );
  });
});

/** The object with another value at a path. */
function put(object: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  const entries = typeof object === 'object' && object !== null ? Object.entries(object) : [];
  const { [step]: inner, ...others } = Object.fromEntries(entries);
  return { ...others, [step]: put(inner, rest, value) };
}
