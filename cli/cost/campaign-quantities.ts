/** How much campaigns use: of a month by what members are sent, and of one run by its recipients. */
import { add, multiply, rational } from '../../shared/domain/rational.ts';
import type { Rational } from '../../shared/domain/rational.ts';
import { manifestsDays } from '../../shared/config/names.ts';
import { manifestRowsAtMost } from '../../shared/store/manifest-store.ts';
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
import type { MeasuredCounts } from './cost-files.ts';

/** States of a run outside of its segments: what it starts with, the map, the end of the planning, one handing out. */
const statesAroundRun = 8n;
/** In a segment, for each part and at its end. */
const statesOfPart = 2n;
const statesOfSegment = 1n;

/** Calls of a run beside its parts: it starts, ends its planning, and hands out. */
const callsAroundRun = 3n;

/** What is handed out goes into its queue, comes out of it and is removed from it by so many at once. */
const queueBatch = 10n;

/** Ticks of an hour: of the dispatcher every five minutes, and of whoever judges runs. */
const ticksOfHour = 12n + 1n;
/** A look at what is due that finds nothing. */
const readUnitsOfTick = rational(1n, 2n);

/** What there is to do, and how long what is kept of it is there. */
type Load = {
  readonly runs: Rational;
  /** Accounts that are looked at for all runs. */
  readonly scanned: Rational;
  readonly sent: Rational;
  readonly ticks: Rational;
  /** How many times what a month brings is kept of messages, and of rows: months that they are paid for. */
  readonly messageMonths: Rational;
  readonly rowMonths: Rational;
  /** Whether what comes of what the provider tells is in it. */
  readonly told: 'told' | 'untold';
};

type Work = Omit<Load, 'told'> & {
  readonly skipped: Rational;
  readonly handedOut: Rational;
  /** One for each member of the audiences. */
  readonly rows: Rational;
  /** Events of providers that tell what is known, that a message was accepted; those that set a fact; and all of them. */
  readonly accepted: Rational;
  readonly facts: Rational;
  readonly told: Rational;
  readonly eventsOut: Rational;
  /** Of manifests: full ones, and one of each segment that is not. */
  readonly parts: Rational;
};

const percent = (amount: Rational, of: bigint) => part(times(amount, of), 100n);

/** Members whom no message can reach have a row as well: they are beside these counts. */
function workOf(load: Load, a: Assumed): Work {
  const { sent, runs } = load;
  const skipped = percent(sent, a.skipped);
  const handedOut = add(sent, skipped);
  const rows = add(handedOut, percent(handedOut, a.control));
  const isTold = load.told === 'told';
  const accepted = isTold ? sent : rational(0n);
  const facts = percent(accepted, a.delivered + a.opened + a.clicked);
  return {
    ...load,
    skipped,
    handedOut,
    rows,
    accepted,
    facts,
    told: add(accepted, facts),
    eventsOut: add(handedOut, times(runs, 2n)),
    parts: add(part(rows, BigInt(manifestRowsAtMost)), times(runs, a.segments)),
  };
}

function messageUnits(kind: 'writeUnits' | 'readUnits', w: Work, { units }: MeasuredCounts): Rational {
  return sum(
    multiply(w.sent, exact(units['message.sent'][kind])),
    multiply(w.skipped, exact(units['message.skipped'][kind])),
    multiply(w.accepted, exact(units['message.accepted'][kind])),
    multiply(w.facts, exact(units['message.fact'][kind])),
  );
}

function tables(w: Work, a: Assumed, measured: MeasuredCounts): readonly Quantity[] {
  const { units, bytes } = measured;
  const looks = add(
    multiply(w.scanned, exact(units['campaign.scanned'].readUnits)),
    multiply(w.ticks, readUnitsOfTick),
  );
  const planned = multiply(w.rows, exact(units['campaign.passed'].readUnits));
  const kept = part(times(w.handedOut, w.messageMonths, BigInt(bytes.message)), gigabyte);
  const service = 'DynamoDB';
  return [
    { service, what: 'campaigns: accounts looked at', price: 'dynamodb.read', amount: looks },
    { service, what: 'campaigns: members planned', price: 'dynamodb.read', amount: planned },
    {
      service,
      what: 'campaigns: messages, writes',
      price: 'dynamodb.write',
      amount: messageUnits('writeUnits', w, measured),
    },
    {
      service,
      what: 'campaigns: messages, reads',
      price: 'dynamodb.read',
      amount: messageUnits('readUnits', w, measured),
    },
    { service, what: 'campaigns: results', price: 'dynamodb.read', amount: times(w.rows, a.resultReads) },
    { service, what: 'campaigns: messages kept', price: 'dynamodb.storage', amount: kept },
    { service, what: 'campaigns: messages, recovery', price: 'dynamodb.backup', amount: kept },
  ];
}

function functions(w: Work, a: Assumed): readonly Quantity[] {
  const calls = sum(
    w.ticks,
    times(w.runs, callsAroundRun),
    w.parts,
    part(w.handedOut, queueBatch),
    part(add(w.told, w.eventsOut), a.batch),
  );
  const thousandths = add(times(w.scanned, a.reviewMs), times(w.rows, a.planMs));
  const large = part(multiply(thousandths, gigabytesOf(1769n)), 1_000_000n);
  const ms = sum(times(w.handedOut, a.messageMs), times(w.told, a.toldMs), times(w.eventsOut, a.entryMs));
  const small = part(multiply(ms, gigabytesOf(512n)), 1000n);
  const service = 'Lambda';
  return [
    { service, what: 'campaigns: calls', price: 'lambda.requests', amount: calls },
    { service, what: 'campaigns: planned and judged', price: 'lambda.compute', amount: large },
    { service, what: 'campaigns: sent and told', price: 'lambda.compute', amount: small },
  ];
}

function messages(w: Work, a: Assumed): readonly Quantity[] {
  const archived = part(times(w.eventsOut, a.eventBytes), gigabyte);
  // What SES tells comes one by one through the rule; what is handed out by tens.
  const requests = sum(part(times(w.handedOut, 3n), queueBatch), w.told, part(times(w.told, 2n), a.batch));
  const states = sum(times(w.runs, statesAroundRun + a.segments * statesOfSegment), times(w.parts, statesOfPart));
  const bus = { service: 'EventBridge' };
  return [
    { ...bus, what: 'campaigns: events out', price: 'eventbridge.events', amount: w.eventsOut },
    { ...bus, what: 'campaigns: events of SES', price: 'eventbridge.events', amount: w.told },
    { ...bus, what: 'campaigns: archive, what goes in', price: 'eventbridge.archived', amount: archived },
    {
      ...bus,
      what: 'campaigns: archive of 14 days',
      price: 'eventbridge.archive',
      amount: multiply(archived, keptArchive),
    },
    {
      ...bus,
      what: 'campaigns: schedules and ticks',
      price: 'scheduler.invocations',
      amount: add(w.runs, w.ticks),
    },
    { service: 'SQS', what: 'campaigns: sent, received, deleted', price: 'sqs.requests', amount: requests },
    { service: 'Step Functions', what: 'campaigns: states of runs', price: 'states.transitions', amount: states },
  ];
}

function files(w: Work, { bytes }: MeasuredCounts): readonly Quantity[] {
  const held = part(times(w.rows, w.rowMonths, BigInt(bytes.manifestRow)), gigabyte);
  const service = 'S3';
  return [
    { service, what: 'campaigns: rows of runs', price: 's3.storage', amount: held },
    { service, what: 'campaigns: puts', price: 's3.put', amount: w.parts },
    // By the end of the planning, by whoever hands out, and twice by whoever judges.
    { service, what: 'campaigns: gets', price: 's3.get', amount: times(w.parts, 4n) },
  ];
}

function logs(w: Work, { logBytes }: Assumed): readonly Quantity[] {
  const written = part(times(sum(w.handedOut, w.told, w.eventsOut), logBytes), gigabyte);
  const service = 'CloudWatch';
  return [
    { service, what: 'campaigns: logs written', price: 'logs.ingested', amount: written },
    { service, what: 'campaigns: logs of two weeks', price: 'logs.stored', amount: times(written, logMonths) },
  ];
}

function quantities(load: Load, a: Assumed, measured: MeasuredCounts): readonly Quantity[] {
  const work = workOf(load, a);
  return [
    ...tables(work, a, measured),
    ...functions(work, a),
    ...messages(work, a),
    ...files(work, measured),
    ...logs(work, a),
  ];
}

/** Messages of campaigns that so many members are sent in a month. */
export function sentInMonth(members: bigint, { promotions }: Assumed): Rational {
  return rational(members * promotions, monthsOfYear);
}

/** What the campaigns of a month use, provider's fees not in it. */
export function campaignsOfMonth(members: bigint, a: Assumed, measured: MeasuredCounts): readonly Quantity[] {
  const load = {
    runs: rational(a.campaigns, monthsOfYear),
    scanned: rational(members * a.campaigns, monthsOfYear),
    sent: sentInMonth(members, a),
    ticks: times(daysOfMonth, 24n, ticksOfHour),
    messageMonths: rational(a.years * monthsOfYear),
    rowMonths: rational(BigInt(manifestsDays) * monthsOfYear, 365n),
    told: 'told',
  } as const;
  return quantities(load, a, measured);
}

/** What one run uses whose audience is the whole shop, and a month of what is kept of it. */
export function oneRun(
  recipients: bigint,
  a: Assumed,
  measured: MeasuredCounts,
  told: 'told' | 'untold' = 'told',
): readonly Quantity[] {
  const sent = rational(recipients);
  const one = rational(1n);
  const load = { runs: one, sent, ticks: rational(0n), messageMonths: one, rowMonths: one, told };
  const { rows } = workOf({ ...load, scanned: sent }, a);
  return quantities({ ...load, scanned: rows }, a, measured);
}
