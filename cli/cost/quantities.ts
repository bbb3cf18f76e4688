/** How much of everything a month uses: exact, from measured counts and what is assumed of members. */
import { add, multiply, rational } from '../../shared/domain/rational.ts';
import type { Rational } from '../../shared/domain/rational.ts';
import { campaignsOfMonth } from './campaign-quantities.ts';
import {
  daysOfMonth,
  exact,
  gigabyte,
  gigabytesOf,
  keptArchive,
  logMonths,
  monthsOfYear,
  part,
  sum,
  times,
} from './amounts.ts';
import type { Quantity } from './amounts.ts';
import type { Assumed } from './assumptions.ts';
import { batchSales } from './cost-files.ts';
import type { CostFiles, MeasuredCounts, MeasuredGrowthPass } from './cost-files.ts';

/** What a deployment has however many members there are; `test/infra/cost.test.ts` holds the templates to it. */
export const fixedCounts = { keys: 2n, secrets: 1n, alarms: 100n, metrics: 23n, dashboards: 1n } as const;

/** Ticks of the schedule in a day, and the states and calls that one goes through when nothing is due. */
const ticks = 96n;
const statesOfTick = 4n;
const callsOfTick = 2n;
/** In a segment of a pass, for each call and at its end. */
const statesOfCall = 2n;
const statesOfSegment = 1n;

/** What a call may take before it hands over to the next: a minute less than Lambda's longest. */
const callMs = 840_000n;
const partDays = 7n;
const leafDays = 35n;
/** Tables under the customer's key ask KMS for a data key now and then, not with every request. */
const keyRequests = 100_000n;

type Counts = { readonly measured: MeasuredCounts; readonly pass: MeasuredGrowthPass };

type Movements = Readonly<
  Record<
    | 'purchases'
    | 'newcomers'
    | 'returns'
    | 'redemptions'
    | 'expiries'
    | 'levelChanges'
    | 'messages'
    | 'entries'
    | 'eventsIn'
    | 'eventsOut',
    Rational
  >
>;

/** What members do in a month. */
function movementsOf(members: bigint, a: Assumed): Movements {
  const monthly = (perYear: bigint) => rational(members * perYear, monthsOfYear);
  const purchases = monthly(a.purchases);
  const returns = part(times(purchases, a.returns), 100n);
  const [redemptions, expiries] = [monthly(a.redemptions), monthly(a.expiries)];
  const levelChanges = part(monthly(a.levelChanges), 100n);
  const messages = monthly(a.messages);
  const entries = sum(purchases, returns, redemptions, expiries, levelChanges);
  return {
    purchases,
    newcomers: part(monthly(a.newcomers), 100n),
    returns,
    redemptions,
    expiries,
    levelChanges,
    messages,
    entries,
    eventsIn: sum(purchases, returns, redemptions),
    eventsOut: add(entries, messages),
  };
}

/** Units of the movements of a month; a newcomer's first purchase is among the purchases. */
function unitsOf(kind: 'writeUnits' | 'readUnits', m: Movements, { units }: MeasuredCounts): Rational {
  const of = (name: keyof MeasuredCounts['units']) => exact(units[name][kind]);
  const known = add(m.purchases, times(m.newcomers, -1n));
  // In one transaction with a purchase, an entry costs what each further sale of a batch does.
  const alone =
    kind === 'writeUnits' ? part(add(of('purchase.batch'), rational(-2n)), BigInt(batchSales)) : rational(0n);
  return sum(
    multiply(known, of('purchase.identity')),
    multiply(m.newcomers, of('purchase.first')),
    multiply(m.returns, of('return')),
    multiply(m.redemptions, of('redemption')),
    multiply(m.expiries, of('expiry.one')),
    multiply(m.levelChanges, alone),
  );
}

/** DynamoDB adds so many bytes to every item. */
const itemOverhead = 100n;

/** What a message costs, and a look at the newest one: by the measured pass over most accounts. */
function messageOf({ used: { tell }, messages, messageBytes }: MeasuredGrowthPass) {
  const whole = BigInt(messages);
  return {
    claim: part(exact(tell.writeUnits), whole),
    look: part(exact(tell.readUnits), BigInt(tell.calls - messages)),
    bytes: add(rational(BigInt(messageBytes), whole), rational(itemOverhead)),
  };
}

function tables(members: bigint, a: Assumed, m: Movements, { measured, pass }: Counts): readonly Quantity[] {
  const { account, person, sale } = measured.bytes;
  const { claim, look, bytes } = messageOf(pass);
  const held = sum(
    rational(members * BigInt(account + person)),
    times(m.entries, monthsOfYear, a.years, BigInt(sale)),
    times(m.messages, monthsOfYear, a.years, bytes),
  );
  const gigabytes = part(held, gigabyte);
  const scan = times(exact(measured.units['review.nothing-due'].readUnits), members, daysOfMonth);
  const service = 'DynamoDB';
  return [
    { service, what: 'what members do: writes', price: 'dynamodb.write', amount: unitsOf('writeUnits', m, measured) },
    { service, what: 'what members do: reads', price: 'dynamodb.read', amount: unitsOf('readUnits', m, measured) },
    { service, what: 'what members are told: writes', price: 'dynamodb.write', amount: multiply(m.messages, claim) },
    // Looked at before a message, and once after each change of an account.
    { service, what: 'what members are told: reads', price: 'dynamodb.read', amount: multiply(m.eventsOut, look) },
    { service, what: 'nightly pass over all accounts', price: 'dynamodb.read', amount: scan },
    { service, what: 'root of every day', price: 'dynamodb.read', amount: scan },
    { service, what: 'accounts, people, ledger, messages', price: 'dynamodb.storage', amount: gigabytes },
    { service, what: 'point-in-time recovery', price: 'dynamodb.backup', amount: gigabytes },
  ];
}

/** Calls in which one segment is reviewed. */
function callsOfSegment(members: bigint, { reviewMs, segments }: Assumed): bigint {
  const ms = members * reviewMs;
  const ofCall = 1000n * segments * callMs;
  return ms <= ofCall ? 1n : (ms + ofCall - 1n) / ofCall;
}

function functions(members: bigint, a: Assumed, m: Movements): readonly Quantity[] {
  const calls = sum(
    part(add(m.eventsIn, m.eventsOut), a.batch),
    // A pass starts, takes its snapshot and its root.
    times(daysOfMonth, (ticks - 1n) * callsOfTick + a.segments * callsOfSegment(members, a) + 3n),
  );
  const small = part(
    multiply(add(times(m.eventsIn, a.eventMs), times(m.eventsOut, a.entryMs)), gigabytesOf(512n)),
    1000n,
  );
  const aThousand = part(times(daysOfMonth, members), 1_000_000n);
  const large = sum(times(aThousand, a.reviewMs, gigabytesOf(1769n)), times(aThousand, a.sealMs, gigabytesOf(3008n)));
  const service = 'Lambda';
  return [
    { service, what: 'calls', price: 'lambda.requests', amount: calls },
    { service, what: 'events and entries', price: 'lambda.compute', amount: small },
    { service, what: 'nightly pass and root', price: 'lambda.compute', amount: large },
  ];
}

/** States of a pass outside of its segments, as they were counted. */
function statesAround({ stateTransitions, segments, calls }: MeasuredGrowthPass): bigint {
  return BigInt(stateTransitions) - BigInt(segments) * statesOfSegment - BigInt(calls) * statesOfCall;
}

function messages(members: bigint, a: Assumed, m: Movements, measured: MeasuredGrowthPass): readonly Quantity[] {
  const events = add(m.eventsIn, m.eventsOut);
  const archived = part(times(events, a.eventBytes), gigabyte);
  const kept = multiply(archived, keptArchive);
  const requests = add(m.eventsIn, part(times(m.eventsIn, 2n), a.batch));
  const ofSegment = statesOfCall * callsOfSegment(members, a) + statesOfSegment;
  const pass = statesAround(measured) + a.segments * ofSegment;
  const states = times(daysOfMonth, (ticks - 1n) * statesOfTick + pass);
  return [
    { service: 'EventBridge', what: 'events in and out', price: 'eventbridge.events', amount: events },
    { service: 'EventBridge', what: 'archive, what goes in', price: 'eventbridge.archived', amount: archived },
    { service: 'EventBridge', what: 'archive of 14 days', price: 'eventbridge.archive', amount: kept },
    {
      service: 'EventBridge',
      what: 'ticks of the schedule',
      price: 'scheduler.invocations',
      amount: times(daysOfMonth, ticks),
    },
    { service: 'SQS', what: 'sent, received, deleted', price: 'sqs.requests', amount: requests },
    { service: 'Step Functions', what: 'states of ticks and passes', price: 'states.transitions', amount: states },
  ];
}

function files(members: bigint, a: Assumed, { partBytes, accounts }: MeasuredGrowthPass): readonly Quantity[] {
  const parts = times(daysOfMonth, 2n * a.segments * callsOfSegment(members, a));
  const ofMember = add(rational(BigInt(partBytes) * partDays, BigInt(accounts)), rational(a.leafBytes * leafDays));
  const held = part(times(ofMember, members), gigabyte);
  const service = 'S3';
  return [
    { service, what: 'parts of passes, leaves of roots', price: 's3.storage', amount: held },
    // Beside the parts: the snapshot, the root and its leaves.
    { service, what: 'puts', price: 's3.put', amount: add(parts, times(daysOfMonth, 3n)) },
    // Rows are read twice: thresholds first, then who is beyond them.
    { service, what: 'gets', price: 's3.get', amount: times(parts, 2n) },
  ];
}

function surroundings(a: Assumed, m: Movements): readonly Quantity[] {
  const logs = part(times(add(m.eventsIn, m.eventsOut), a.logBytes), gigabyte);
  const { keys, secrets, alarms, metrics, dashboards } = fixedCounts;
  const watching = { service: 'CloudWatch' };
  return [
    { service: 'KMS', what: 'keys', price: 'kms.keys', amount: rational(keys) },
    { service: 'KMS', what: 'data keys of tables', price: 'kms.requests', amount: rational(keyRequests) },
    { service: 'KMS', what: 'signatures of roots', price: 'kms.signatures', amount: daysOfMonth },
    { service: 'Secrets Manager', what: 'secrets', price: 'secrets', amount: rational(secrets) },
    { ...watching, what: 'logs written', price: 'logs.ingested', amount: logs },
    { ...watching, what: 'logs of two weeks', price: 'logs.stored', amount: times(logs, logMonths) },
    { ...watching, what: 'alarms', price: 'alarms', amount: rational(alarms) },
    { ...watching, what: 'metrics of our own', price: 'metrics', amount: rational(metrics) },
    { ...watching, what: 'dashboards', price: 'dashboards', amount: rational(dashboards) },
  ];
}

/** All that a month of so many members uses, in the order of the table. @throws RangeError when no pass was measured */
export function quantitiesOf(
  members: bigint,
  a: Assumed,
  { measured, growth }: Pick<CostFiles, 'measured' | 'growth'>,
): readonly Quantity[] {
  const movements = movementsOf(members, a);
  const pass = growth.passes.at(-1);
  if (pass === undefined) throw new RangeError('no pass was measured');
  return [
    ...tables(members, a, movements, { measured, pass }),
    ...functions(members, a, movements),
    ...messages(members, a, movements, pass),
    ...files(members, a, pass),
    ...campaignsOfMonth(members, a, measured),
    ...surroundings(a, movements),
  ];
}
