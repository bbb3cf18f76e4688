/** What nobody can measure in advance: each assumption is an option of the command, with its default. */

export type Assumption = {
  /** The option, without its dashes. */
  readonly option: string;
  readonly usual: bigint;
  readonly meaning: string;
};

/** What a shop's members do, then what is estimated until a deployment of one's own has been looked at. */
function table<Value>(of: (option: string, usual: bigint, meaning: string) => Value) {
  return {
    purchases: of('purchases-per-year', 6n, 'purchases of a member in a year'),
    returns: of('returns-percent', 5n, 'of 100 purchases, those that come back'),
    redemptions: of('redemptions-per-year', 1n, 'redemptions of a member in a year'),
    expiries: of('expiries-per-year', 3n, 'days in a year on which points of a member expire'),
    levelChanges: of('level-changes-percent', 30n, 'level changes a year of 100 members'),
    messages: of('messages-per-year', 12n, 'notices and changes of stage that a member is told in a year'),
    newcomers: of('new-members-percent', 20n, 'new members a year for each 100 members'),
    years: of('years', 3n, 'years of history that the ledger holds'),
    eventBytes: of('event-bytes', 1500n, 'bytes of an event on the bus (estimate)'),
    logBytes: of('log-bytes', 400n, 'bytes of log for each event in or out (estimate)'),
    batch: of('records-per-call', 5n, 'events or entries that one call works on (estimate)'),
    eventMs: of('ms-per-event', 20n, 'milliseconds for an event, at 512 MB (estimate)'),
    entryMs: of('ms-per-entry', 5n, 'milliseconds to publish an entry, at 512 MB (estimate)'),
    reviewMs: of('review-ms-per-thousand', 400n, 'milliseconds to review 1,000 accounts, at 1,769 MB (estimate)'),
    sealMs: of('root-ms-per-thousand', 100n, 'milliseconds for 1,000 leaves of the root, at 3,008 MB (estimate)'),
    segments: of('segments', 8n, 'parts of the accounts that are reviewed at once'),
    campaigns: of('campaigns-per-year', 24n, 'runs of campaigns in a year, each of which looks at all members'),
    promotions: of('promotions-per-year', 12n, 'messages of campaigns that a member is sent in a year'),
    control: of(
      'control-percent',
      11n,
      'members kept as control for each 100 messages handed out, so 10 of 100 in all',
    ),
    skipped: of('skipped-percent', 5n, 'messages decided against (caps, consent) for each 100 that are sent'),
    delivered: of('delivered-percent', 98n, 'messages of 100 of which the provider tells that they are delivered'),
    opened: of('opened-percent', 40n, 'messages of 100 of which it tells that they are opened (estimate)'),
    clicked: of('clicked-percent', 3n, 'messages of 100 of which it tells that they are clicked (estimate)'),
    planMs: of(
      'plan-ms-per-thousand',
      1000n,
      'milliseconds to plan and to judge 1,000 members, at 1,769 MB (estimate)',
    ),
    resultReads: of('result-read-units', 2n, 'read units for a member in the result of a run (estimate)'),
    // As `infra/stages.ts` has it: two invocations share 14 e-mails a second, of which promotions take 80 %.
    messageMs: of(
      'ms-per-message',
      180n,
      'milliseconds for a message, the wait for its turn in it, at 512 MB (estimate)',
    ),
    toldMs: of('ms-per-delivery', 10n, 'milliseconds to take in what a provider tells, at 512 MB (estimate)'),
    leafBytes: of('leaf-bytes', 80n, 'bytes of a member in the leaves of a root, kept 35 days (estimate)'),
  };
}

export const assumptions = table((option, usual, meaning): Assumption => ({ option, usual, meaning }));

export type AssumptionName = keyof typeof assumptions;
export type Assumed = Readonly<Record<AssumptionName, bigint>>;

function namesOf<Name extends string>(record: Readonly<Record<Name, unknown>>): readonly Name[] {
  const names: Name[] = [];
  for (const name in record) names.push(name);
  return names;
}

export const assumptionNames = namesOf(assumptions);

/** All as they are by default, but for those that are given. */
export function assumed(given: (option: string) => bigint | undefined): Assumed {
  return table((option, usual) => given(option) ?? usual);
}
