/** Birthdays in rules, from what members tell of themselves to the points of their purchases. */
import { describe, expect, it } from 'vitest';
import type { Dependencies } from '../../shared/commands/dependencies.ts';
import { quotePurchase } from '../../shared/commands/quote-purchase.ts';
import { parseEvent } from '../../shared/contracts/parse-event.ts';
import { explanationOf } from '../../shared/contracts/explanation.ts';
import { quoteRequest } from '../../shared/contracts/quote.ts';
import type { BirthdaysOf } from '../../shared/store/store.ts';
import { Desk } from '../cli/explain/desk.ts';
import { instant } from '../domain/build.ts';
import { parsedEnrolment, parsedSale } from '../fixtures/events.ts';
import { plainDocument, programmeWith } from '../fixtures/programme.ts';
import { World } from './world.ts';

const earn = [...plainDocument.earn, { id: 'birthday', kind: 'multiply', by: '2', when: { birthday: 'month' } }];
const ann = { externalId: 'A1' };
const inMay = '2026-05-02T12:00:00+08:00';

/** A shop whose programme asks for birthdays, what was read of them, and how often a profile was read by itself. */
function shop(changes: Readonly<Record<string, unknown>> = {}) {
  const asked: (BirthdaysOf | undefined)[] = [];
  const profiles: string[] = [];
  let blind = false;
  const world = new World([programmeWith({ earn, ...changes })], ({ ledger, members }) => ({
    ledger: {
      ...ledger,
      read: async (request) => {
        asked.push(request.birthdaysOf);
        const answer = await ledger.read(request);
        return blind && request.birthdaysOf?.consistency === 'eventual' ? { ...answer, birthdays: new Map() } : answer;
      },
    },
    members: {
      ...members,
      profile: async (memberId) => {
        profiles.push(memberId);
        return members.profile(memberId);
      },
    },
  }));
  return {
    world,
    asked: () => asked.splice(0),
    profiles: () => profiles.splice(0),
    /** From now on an eventual read does not see any profile. */
    makeBlind: () => {
      blind = true;
    },
  };
}

let deliveries = 0;
async function take(world: World, event: Parameters<World['apply']>[0]): Promise<void> {
  const delivery = String((deliveries += 1));
  const { outcomes, failed } = await world.apply(event, delivery);
  expect([...failed.values()]).toEqual([]);
  expect(outcomes.get(delivery)?.status).not.toBe('refused');
}

const enrol = (birthday: string, identities: Readonly<Record<string, string>> = ann, eventId = 'e1') =>
  parsedEnrolment({ eventId, identities: { ...identities, birthday }, occurredAt: '2026-01-02T12:00:00+08:00' });
const sell = (purchaseId: string, at = inMay, member: Readonly<Record<string, string>> = ann) =>
  parsedSale({ purchaseId, member, net: 1000, occurredAt: at });

async function whyOf({ world }: { readonly world: World }, purchaseId: string) {
  const entryId = `purchase:${purchaseId}`;
  const found = (await world.stores.ledger.read({ memberIds: [], entryIds: [entryId] })).items.get(entryId);
  return found?.found === 'entry' ? explanationOf(found.entry) : found;
}
const base = { rule: 'base', kind: 'rate', points: '10' };
const doubled = [base, { rule: 'birthday', kind: 'multiply', points: '10' }];

describe('a purchase', () => {
  it('meets a rule about birthdays by what the member told, with or without the year', async () => {
    for (const birthday of ['1990-05-31', '--05-31']) {
      const given = shop();
      await take(given.world, enrol(birthday));
      await take(given.world, sell('p1'));
      await take(given.world, sell('p2', '2026-06-01T00:00:00+08:00'));
      expect([await whyOf(given, 'p1'), await whyOf(given, 'p2')]).toEqual([doubled, [base]]);
    }
  });

  it('reads the birthday eventually consistent with the account, and nothing else of the person', async () => {
    const given = shop();
    await take(given.world, enrol('1990-05-31'));
    const [memberId = ''] = (await given.world.owners()).values();
    given.asked();
    given.profiles();
    await take(given.world, sell('p1'));
    expect(given.asked()).toEqual([{ memberIds: [memberId], consistency: 'eventual' }]);
    expect(given.profiles()).toEqual([]);
  });

  it('looks for a profile that is not seen yet once more, strongly consistent', async () => {
    const given = shop();
    await take(given.world, enrol('1990-05-31'));
    given.makeBlind();
    given.profiles();
    await take(given.world, sell('p1'));
    expect(given.profiles()).toHaveLength(1);
    expect(await whyOf(given, 'p1')).toEqual(doubled);
  });

  it('of somebody new reads none', async () => {
    const given = shop();
    await take(given.world, sell('p1'));
    expect([given.asked(), given.profiles()]).toEqual([[undefined], []]);
    expect(await whyOf(given, 'p1')).toEqual([base]);
  });

  it('reads none where no rule of its version asks, nor does any other event', async () => {
    const given = shop({ earn: plainDocument.earn });
    await take(given.world, enrol('1990-05-31'));
    await take(given.world, sell('p1'));
    const other = shop();
    await take(other.world, enrol('1990-05-31'));
    const request = { requestId: 'i1', member: ann, lots: [{ points: 5, expiresOn: null }] };
    const metadata = { id: 'x', version: '1.0', occurredAt: inMay };
    const parsed = parseEvent({ 'detail-type': 'points.imported', detail: { metadata, data: request } });
    if (!parsed.ok) throw new TypeError(parsed.refusal.message);
    await take(other.world, parsed.event);
    expect([...given.asked(), ...other.asked()].every((one) => one === undefined)).toBe(true);
  });

  it('that came before the enrolment is claimed with the birthday of the person who enrols', async () => {
    const given = shop({ members: { unknown: 'park' } });
    await take(given.world, sell('p1'));
    given.makeBlind();
    given.asked();
    await take(given.world, enrol('1990-05-31'));
    expect(await whyOf(given, 'p1')).toEqual(doubled);
    expect(given.asked().flatMap((one) => one?.consistency ?? [])).toEqual(['strong']);
  });

  it('that came before the enrolment of a further identity is claimed with the birthday of the member who has it', async () => {
    const given = shop({ members: { unknown: 'park' } });
    await take(given.world, enrol('1990-05-31'));
    await take(given.world, sell('p1', inMay, { card: '77' }));
    await take(given.world, parsedEnrolment({ eventId: 'e2', identities: { ...ann, card: '77' } }));
    expect(await whyOf(given, 'p1')).toEqual(doubled);
  });

  it('returned after the birthday has changed is returned by the rules of the sale', async () => {
    const desk = new Desk({}, { earn });
    await desk.take('member.enrolled', '2026-01-02', { externalId: 'ann', birthday: '1990-05-31' });
    await desk.sell('p1', '2026-05-02', 1000);
    await desk.take('member.updated', '2026-05-03', { member: { externalId: 'ann' }, birthday: '1990-07-01' });
    await desk.take('purchase.returned', '2026-05-04', { returnId: 'r1', purchaseId: 'p1', net: 500 });
    const [, back] = await desk.history();
    expect(back?.points).toBe(-10n);
  });
});

it('is named by the explanation, in both languages, and not the date', async () => {
  const desk = new Desk({}, { earn });
  await desk.take('member.enrolled', '2026-01-02', { externalId: 'ann', birthday: '1990-05-31' });
  await desk.sell('p1', '2026-05-02', 1000);
  for (const language of ['en', 'zh-CN'] as const) {
    const { lines } = await desk.ask('2026-05-02', 'purchase:p1', language);
    expect(lines.filter((line) => line.includes('birthday'))).toHaveLength(1);
    expect(lines.join()).not.toMatch(/1990|05-31|31 May|5月31日/);
  }
});

describe('a quote', () => {
  async function quoted(deps: Dependencies) {
    const request = quoteRequest.parse({ member: ann, currency: 'CNY', net: 1000 });
    const result = await quotePurchase(deps, request, instant(inMay));
    return result.status === 'quoted' ? result.quote.explanation : result.refusal;
  }

  it('knows the birthday as the purchase does, of somebody who has just enrolled too', async () => {
    const given = shop();
    expect(await quoted(given.world.deps)).toEqual([base]);
    await take(given.world, enrol('--05-31'));
    expect(await quoted(given.world.deps)).toEqual(doubled);
    given.makeBlind();
    expect(await quoted(given.world.deps)).toEqual(doubled);
  });

  it('reads none where no rule asks', async () => {
    const given = shop({ earn: plainDocument.earn });
    await take(given.world, enrol('--05-31'));
    given.asked();
    await quoted(given.world.deps);
    expect([given.asked(), given.profiles()]).toEqual([[undefined], []]);
  });
});
