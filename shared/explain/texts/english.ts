import type { LotFact, Reference } from '../facts.ts';
import { levelHeadline, levelReasons, levelSentences } from './english-level.ts';
import { are, day, exactPoints, listOf, number, plural, points, share, signed, were } from './english-words.ts';
import { dayBefore, localTimeFormat, moneyFormat } from './formats.ts';
import type { Setting, Texts } from './texts.ts';

const references = {
  earn: ({ key }) => `purchase ${key}`,
  return: ({ key }) => `return ${key}`,
  restore: ({ key }) => `points given back by return ${key}`,
  redeem: ({ key, entryId }) =>
    entryId.startsWith('redeem-purchase:') ? `payment of purchase ${key}` : `redemption ${key}`,
  reserve: ({ key }) => `hold ${key}`,
  commit: ({ key }) => `redemption of hold ${key}`,
  cancel: ({ key }) => `cancelled hold ${key}`,
  release: ({ key }) => `hold ${key}, which ran out`,
  adjust: ({ key }) => `adjustment ${key}`,
  'transfer-out': ({ key }) => `transfer ${key} to another member`,
  'transfer-in': ({ key }) => `transfer ${key} from another member`,
  import: ({ key }) => `opening balance ${key}`,
  bonus: ({ key }) => `offer of campaign ${key}`,
  mature: () => 'points that became available',
  expire: () => 'points that expired',
  tier: () => 'change of level',
  merge: ({ key }) => `merge ${key}`,
  'merge-removed': ({ key }) => `merge ${key} into another member`,
} as const satisfies Record<Reference['kind'], (reference: Reference) => string>;

const reference = (of: Reference) => references[of.kind](of);

/** Until when points can be used: through the last day, which nobody has to subtract from. */
function through(expiresOn: string | null): string {
  return expiresOn === null ? 'for ever' : `through ${day(dayBefore(expiresOn))}`;
}

function lot({ points: count, availableOn, expiresOn, pending }: LotFact): string {
  if (!pending) return `${points(count)} can be used ${through(expiresOn)}.`;
  return `${points(count)} ${are(count)} pending and can be used from ${day(availableOn)} ${through(expiresOn)}.`;
}

function debtPaid(paid: bigint, of: bigint): string {
  return paid === 0n ? '' : `; ${share(paid, of)} paid what was owed`;
}

function headlines(money: (minor: bigint) => string, at: (iso: string) => string) {
  return {
    earn: ({ purchaseId, netMinor, points: count, debtPaid: paid, pending, paid: used }) => {
      const with_ = used === 0n ? '' : `, paid in part with ${points(used)},`;
      const waits = pending === 0n ? '' : `; ${share(pending, count)} pending at first`;
      return `Purchase ${purchaseId} over ${money(netMinor)}${with_} earned ${points(count)}${debtPaid(paid, count)}${waits}.`;
    },
    return: ({ returnId, purchaseId, netMinor, taken, debtMade, forgiven, expired }) => {
      const of = purchaseId === null ? 'without a receipt' : `of purchase ${purchaseId}`;
      const parts = [
        ...(taken === 0n ? [] : [`took back ${points(taken)}`]),
        ...(debtMade === 0n ? [] : [`left ${points(debtMade)} owed`]),
        ...(forgiven === 0n ? [] : [`let ${points(forgiven)} go`]),
        ...(expired === 0n ? [] : [`found ${points(expired)} expired already`]),
      ];
      const what = parts.length === 0 ? 'took back no points' : listOf(parts);
      return `Return ${returnId} ${of} over ${money(netMinor)} ${what}.`;
    },
    restore: ({ returnId, purchaseId, points: count, debtPaid: paid }) =>
      `Return ${returnId} gave back ${points(count)} that had paid for purchase ${purchaseId}${debtPaid(paid, count)}.`,
    redeem: ({ requestId, purchaseId, points: count }) => {
      if (purchaseId === null) return `Redemption ${requestId ?? ''} used ${points(count)}.`;
      const by = requestId === null ? '' : `Redemption ${requestId}: `;
      return `${by}${points(count)} paid for part of purchase ${purchaseId}.`;
    },
    reserve: ({ requestId, points: count, until }) =>
      `Hold ${requestId} set ${points(count)} aside until ${at(until)}.`,
    commit: ({ requestId, points: count }) => `Hold ${requestId} was redeemed: ${points(count)} used.`,
    cancel: ({ requestId, points: count, debtPaid: paid }) =>
      `Hold ${requestId} was cancelled: ${points(count)} given back${debtPaid(paid, count)}.`,
    release: ({ requestId, points: count, debtPaid: paid }) =>
      `Hold ${requestId} ran out: ${points(count)} given back${debtPaid(paid, count)}.`,
    adjust: ({ requestId, points: count, reason, actor, debtPaid: paid, debtMade }) => {
      const size = count < 0n ? -count : count;
      const what = count < 0n ? 'took' : 'added';
      const owed = debtMade === 0n ? '' : `, ${number(debtMade)} of which are owed`;
      return `Adjustment ${requestId} by ${actor} ${what} ${points(size)}${owed}${debtPaid(paid, count)}: “${reason}”.`;
    },
    'transfer-out': ({ requestId, points: count, to }) =>
      `Transfer ${requestId} gave ${points(count)} to member ${to}.`,
    'transfer-in': ({ requestId, points: count, from, debtPaid: paid }) =>
      `Transfer ${requestId} brought ${points(count)} from member ${from}${debtPaid(paid, count)}.`,
    import: ({ requestId, points: count, debtPaid: paid }) =>
      `Opening balance ${requestId} brought ${points(count)}${debtPaid(paid, count)}.`,
    bonus: ({ campaign, points: count, debtPaid: paid }) =>
      `Campaign ${campaign} gave ${points(count)}${debtPaid(paid, count)}.`,
    mature: ({ points: count }) => `${points(count)} ${were(count)} pending and can be used from this day.`,
    expire: ({ points: count, because }) => {
      if (because === 'day') return `${points(count)} expired.`;
      if (because === 'inactivity') return `${points(count)} expired, because there was no activity for too long.`;
      const their = count === 1n ? 'its' : 'their';
      return `${points(count)} from ${reference(because)} expired at once: ${their} time was over already.`;
    },
    merge: ({ requestId, from, points: count, paid }) => {
      const owed = count < 0n ? `${points(-count)} owed` : points(count);
      const settled = paid === 0n ? '' : `; ${points(paid)} paid what was owed`;
      return `Merge ${requestId} made member ${from} part of this one and brought ${owed}${settled}.`;
    },
    'merge-removed': ({ requestId, into, points: count }) => {
      const owed = count < 0n ? `${points(-count)} owed` : points(count);
      return `Merge ${requestId} made this member part of member ${into} and took ${owed} there. The books are closed.`;
    },
  } as const satisfies Omit<Texts['headlines'], 'tier'>;
}

const roundings = {
  floor: 'Rounded down to whole points, once for the purchase',
  nearest: 'Rounded to the nearest whole point, once for the purchase',
  ceiling: 'Rounded up to whole points, once for the purchase',
} as const;

function earning(money: (minor: bigint) => string, level: (id: string) => string) {
  return {
    'level-after': ({ level: id }) => `The level is the higher of both: ${level(id)}.`,
    rate: ({ rule, points: count, gives }) => {
      const how = gives === null ? '' : ` (${points(gives.points)} for each ${money(gives.perMinor)})`;
      return `Rule ${rule}${how}: ${exactPoints(count)}.`;
    },
    multiply: ({ rule, points: count, by }) =>
      `Rule ${rule}${by === null ? '' : ` (times ${by})`}: ${signed(count)} points.`,
    fixed: ({ rule, points: count, gives }) => {
      const each = gives?.perUnit === true ? ' for each unit' : '';
      const how = gives === null ? ' (bonus)' : ` (bonus of ${points(gives.points)}${each})`;
      return `Rule ${rule}${how}: ${signed(count)} points.`;
    },
    level: ({ level: id, points: count, by }) =>
      `Level ${level(id)}${by === null ? '' : ` (times ${by})`}: ${signed(count)} points.`,
    rounding: ({ points: count, how }) => `${how === null ? 'Rounding' : roundings[how]}: ${signed(count)}.`,
    together: ({ points: count }) => `Together ${points(count)}.`,
    paid: ({ points: count, valueMinor }) => {
      const worth = valueMinor === null ? '' : `, worth ${money(valueMinor)},`;
      return `${points(count)}${worth} paid for part of the purchase; what points pay for earns nothing.`;
    },
  } as const satisfies Partial<Texts['facts']>;
}

function facts(money: (minor: bigint) => string, at: (iso: string) => string) {
  return {
    'debt-paid': ({ points: count }) => `${points(count)} went towards what was owed.`,
    lot: ({ points: count, availableOn, expiresOn, pending }) =>
      `${points(count)}${pending ? ` pending, usable from ${day(availableOn)}` : ' usable'} ${through(expiresOn)}.`,
    'grace-lot': ({ points: count, expiresOn }) =>
      `${points(count)} had expired in the meantime and live on, usable ${through(expiresOn)}.`,
    sale: ({ purchase, points: count }) =>
      `Purchase ${purchase.key} of ${day(purchase.day)} had earned ${points(count)}.`,
    goods: ({ lines, amountMinor, full, netMinor, orderReturned }) => {
      const named = lines.map((line) => `line ${line.lineId} for ${money(line.netMinor)}`);
      const all = [...named, ...(amountMinor === 0n ? [] : [`goods for ${money(amountMinor)}`])];
      const what = full ? `everything that was left, ${money(netMinor)}` : listOf(all);
      const over = orderReturned ? ' Nothing of the order is kept, so it counts as no order.' : '';
      return `Brought back: ${what === '' ? 'nothing' : what}.${over}`;
    },
    kept: ({ points: count, undone, undoneBefore }) => {
      const before = undoneBefore === 0n ? '' : `, earlier returns had undone ${number(undoneBefore)}`;
      return `What is kept would have earned ${points(count)}${before}; this return undoes ${points(undone)}.`;
    },
    'no-receipt': ({ netMinor, points: count }) =>
      `Without a receipt the base rate of the day decides: ${points(count)} for ${money(netMinor)}.`,
    'expired-first': ({ points: count }) =>
      `${points(count)} of the purchase had expired already, and ${count === 1n ? 'counts' : 'count'} as returned first.`,
    taken: ({ points: count, availableOn, expiresOn, pending }) =>
      pending
        ? `${points(count)} taken from those that would have become available on ${day(availableOn)}.`
        : `${points(count)} taken from those usable ${through(expiresOn)}.`,
    'debt-made': ({ points: count }) =>
      `${points(count)} ${were(count)} not there any more and ${are(count)} owed: the next points pay for them.`,
    forgiven: ({ points: count }) =>
      `${points(count)} ${were(count)} not there any more and ${are(count)} let go for good.`,
    'on-hold': ({ points: count, until }) =>
      `${points(count)} cannot be used for anything else until ${at(until)}; then they come back by themselves.`,
    held: ({ reserve, points: count }) => `${points(count)} had been on hold since ${day(reserve.day)}.`,
    asked: ({ reason, actor }) => `Asked for by ${actor}. Reason: “${reason}”.`,
    brought: ({ member, balance: { available, pending, reserved, debt }, entries }) => {
      const has = [
        `${number(available)} usable`,
        `${number(pending)} pending`,
        `${number(reserved)} on hold`,
        `${number(debt)} owed`,
      ];
      const written = plural(BigInt(entries), 'entry', 'entries');
      return `Member ${member} had ${listOf(has)}, and ${written} that tell where that is from.`;
    },
    offered: ({ campaign, occasion, step }) =>
      `Offered by message ${step} of campaign ${campaign}; occasion: ${occasion}.`,
    lifetime: ({ points: count }) => `Earned elsewhere before: ${points(count)}, for information only.`,
    matured: ({ points: count, expiresOn }) => `${points(count)} usable ${through(expiresOn)}.`,
    ended: ({ points: count, credited, expiresOn }) => {
      const until = expiresOn === null ? 'ended' : `could be used ${through(expiresOn)}`;
      const had = credited > count ? ` ${count === 1n ? 'It was' : 'They were'} left of ${number(credited)}.` : '';
      return `${points(count)} ${until}.${had}`;
    },
    inactive: ({ lastActOn, months: count }) =>
      `The last activity was on ${day(lastActOn)}; without another, points end ${plural(BigInt(count), 'month', 'months')} later.`,
  } as const satisfies Partial<Texts['facts']>;
}

const headings = {
  balance: 'Balance',
  due: 'Due by now, to be posted with the next movement or the nightly review',
  level: 'Level',
  lots: 'Where the points are from, in the order in which they are used',
  next: 'What ends next',
  holds: 'On hold',
  debt: 'What is owed, and why',
  sums: 'Everything that ever moved the balance',
  last: 'What happened last',
  why: 'Why',
  related: 'Belongs together with',
} as const satisfies Texts['headings'];

const sums = {
  earned: 'earned by purchases',
  bonus: 'bonuses',
  returned: 'taken back by returns',
  redeemed: 'redeemed',
  restored: 'spent points that returns gave back',
  expired: 'expired',
  adjusted: 'adjustments',
  transferred: 'transfers, received less given',
  imported: 'opening balances',
} as const satisfies Texts['sums'];

/** English: for a person on the phone, so in whole sentences and with the last day on which points can be used. */
export function english({ timeZone, currency, levelName }: Setting): Texts {
  const money = moneyFormat('en', currency);
  const local = localTimeFormat(timeZone);
  const at = (iso: string) => `${day(local(iso).day)}, ${local(iso).time}`;
  const words = { money, level: levelName, reference };
  return {
    headings,
    number,
    reference: (of) => `${reference(of)} (${day(of.day)})`,
    dated: (iso, sentence) => `${day(iso)}: ${sentence}`,
    headlines: { ...headlines(money, at), tier: levelHeadline(words) },
    facts: { ...facts(money, at), ...earning(money, levelName), ...levelReasons(words) },
    memberTitle: ({ memberId, program, asOf, entries }) => {
      const written = asOf === null ? '' : `, the newest of ${at(asOf)}`;
      return `Member ${memberId}: ${plural(BigInt(entries), 'entry', 'entries')}${written}; programme ${program}`;
    },
    entryTitle: ({ memberId, entryId, seq, occurredAt, program, eventId }) => {
      const from = eventId === null ? '' : `, from event ${eventId}`;
      return `Entry ${String(seq)} of member ${memberId}: ${entryId}, ${at(occurredAt)}, decided by ${program}${from}`;
    },
    noEntries: 'Nothing has happened yet.',
    balance: ({ available, pending, reserved, debt }, now) => {
      const most = (count: bigint) => (count === 0n ? 'No points' : points(count));
      const some = (count: bigint, none: string) => `${count === 0n ? none : number(count)} ${are(count)}`;
      return [
        now === undefined
          ? `${most(available)} can be used.`
          : `${most(now.available)} can be used now; ${number(available)} before what is due and not posted yet.`,
        `${some(pending, 'None')} pending, ${some(reserved, 'none')} on hold, ${some(debt, 'none')} owed.`,
      ];
    },
    balanceChange: (before, after) => {
      const rows = [
        ['available', before.available, after.available],
        ['pending', before.pending, after.pending],
        ['on hold', before.reserved, after.reserved],
        ['owed', before.debt, after.debt],
      ] as const;
      const changed = rows.filter(([, from, to]) => from !== to);
      if (changed.length === 0) return `The balance stayed as it was: ${number(after.available)} available.`;
      const moves = changed.map(([name, from, to]) => `${name} from ${number(from)} to ${number(to)}`);
      return `The balance changed: ${listOf(moves)}.`;
    },
    level: levelSentences(words),
    lot,
    next: ({ points: ending, expiresOn }) =>
      `${points(ending)} ${ending === 1n ? 'expires' : 'expire'} next: ${ending === 1n ? 'it' : 'they'} can be used ${through(expiresOn)}.`,
    inactivity: ({ on, lastActOn, acts }) =>
      `All points can be used ${through(on)}, and longer with every ${listOf(acts.map((act) => actNames[act]))}; the last was on ${day(lastActOn)}.`,
    neverEnds: 'No points end by themselves.',
    hold: ({ requestId, points: held, since, until }) =>
      `Hold ${requestId}: ${points(held)} since ${day(since)}, until ${at(until)}.`,
    debt: (owed) => `${points(owed)} ${are(owed)} owed; the next points that come in pay for them.`,
    sums,
    total: ({ available, pending, reserved, debt }) =>
      `${number(available)} available + ${number(pending)} pending + ${number(reserved)} on hold - ${number(debt)} owed`,
    last: (shown, all) => `The last ${number(BigInt(shown))} of ${plural(BigInt(all), 'entry', 'entries')}.`,
  };
}

const actNames = { purchase: 'purchase', earning: 'purchase that earns points', redeeming: 'redemption' } as const;
