/** What nobody can measure in advance: each assumption is an option of the command, with its default. */

export type Assumption = {
  /** The option, without its dashes. */
  readonly option: string;
  readonly usual: bigint;
  readonly meaning: string;
};

/** What a shop's members do, then what is estimated until a deployment of one's own has been looked at. */
export const assumptions = {
  purchases: { option: 'purchases-per-year', usual: 6n, meaning: 'purchases of a member in a year' },
  returns: { option: 'returns-percent', usual: 5n, meaning: 'of 100 purchases, those that come back' },
  redemptions: { option: 'redemptions-per-year', usual: 1n, meaning: 'redemptions of a member in a year' },
  expiries: { option: 'expiries-per-year', usual: 3n, meaning: 'days in a year on which points of a member expire' },
  levelChanges: { option: 'level-changes-percent', usual: 30n, meaning: 'level changes a year of 100 members' },
  messages: {
    option: 'messages-per-year',
    usual: 12n,
    meaning: 'notices and changes of stage that a member is told in a year',
  },
  newcomers: { option: 'new-members-percent', usual: 20n, meaning: 'new members a year for each 100 members' },
  years: { option: 'years', usual: 3n, meaning: 'years of history that the ledger holds' },
  eventBytes: { option: 'event-bytes', usual: 1500n, meaning: 'bytes of an event on the bus (estimate)' },
  logBytes: { option: 'log-bytes', usual: 400n, meaning: 'bytes of log for each event in or out (estimate)' },
  batch: { option: 'records-per-call', usual: 5n, meaning: 'events or entries that one call works on (estimate)' },
  eventMs: { option: 'ms-per-event', usual: 20n, meaning: 'milliseconds for an event, at 512 MB (estimate)' },
  entryMs: { option: 'ms-per-entry', usual: 5n, meaning: 'milliseconds to publish an entry, at 512 MB (estimate)' },
  reviewMs: {
    option: 'review-ms-per-thousand',
    usual: 400n,
    meaning: 'milliseconds to review 1,000 accounts, at 1,769 MB (estimate)',
  },
  sealMs: {
    option: 'root-ms-per-thousand',
    usual: 100n,
    meaning: 'milliseconds for 1,000 leaves of the root, at 3,008 MB (estimate)',
  },
  segments: { option: 'segments', usual: 8n, meaning: 'parts of the accounts that are reviewed at once' },
  leafBytes: {
    option: 'leaf-bytes',
    usual: 80n,
    meaning: 'bytes of a member in the leaves of a root, kept 35 days (estimate)',
  },
} as const satisfies Readonly<Record<string, Assumption>>;

export type AssumptionName = keyof typeof assumptions;
export type Assumed = Readonly<Record<AssumptionName, bigint>>;

export const assumptionNames: readonly AssumptionName[] = [
  'purchases',
  'returns',
  'redemptions',
  'expiries',
  'levelChanges',
  'messages',
  'newcomers',
  'years',
  'eventBytes',
  'logBytes',
  'batch',
  'eventMs',
  'entryMs',
  'reviewMs',
  'sealMs',
  'segments',
  'leafBytes',
];

/** All as they are by default, but for those that are given. */
export function assumed(given: (option: string) => bigint | undefined): Assumed {
  const of = (name: AssumptionName) => given(assumptions[name].option) ?? assumptions[name].usual;
  return {
    purchases: of('purchases'),
    returns: of('returns'),
    redemptions: of('redemptions'),
    expiries: of('expiries'),
    levelChanges: of('levelChanges'),
    messages: of('messages'),
    newcomers: of('newcomers'),
    years: of('years'),
    eventBytes: of('eventBytes'),
    logBytes: of('logBytes'),
    batch: of('batch'),
    eventMs: of('eventMs'),
    entryMs: of('entryMs'),
    reviewMs: of('reviewMs'),
    sealMs: of('sealMs'),
    segments: of('segments'),
    leafBytes: of('leafBytes'),
  };
}
