/** The closed list of reasons for which an event is refused (contracts.md); `docs/errors.md` is made from it. */
export const refusalCodes = {
  unparsable: 'The line or message is no JSON object.',
  'unknown-type': 'The event has no `detail-type` that this version knows.',
  'unsupported-version': '`metadata.version` is of a major version that this version does not read.',
  'invalid-event': 'A field breaks a rule of the contract; `field` and `rule` say which.',
  'wrong-currency': 'The event is in another currency than the programme.',
  'conflicting-duplicate': 'The business key was used before with other content, or for another member.',
  'unknown-member':
    'Nobody is known by this identity, and the programme does not enrol or park; or the `memberId` is none of ours.',
  'identity-taken': 'The identities of the event belong to two members.',
  'over-return': 'More would come back than the sale holds.',
  'unknown-line': 'The sale has no line with this id.',
  'insufficient-points': 'The member has fewer usable points than asked for.',
  'unknown-reservation': 'No open reservation or committed redemption fits the event.',
  'too-many-reservations': 'The member has as many open reservations as are allowed.',
  'transfers-off': 'The programme does not allow transfers.',
  'self-transfer': 'The points would go from a member to the same member.',
  'member-erased': 'The event occurred before the member was erased.',
  'invalid-merge':
    'The members were merged before, the merge would go in a circle, or both have more than is kept of one member.',
} as const;
export type RefusalCode = keyof typeof refusalCodes;

/** Why an event was refused. Never carries a value of the event, so it may be logged and shown. */
export type Refusal = {
  readonly code: RefusalCode;
  /** Path of the field, for example `data.lines[0].net`, where one is to blame. */
  readonly field?: string;
  /** The rule that it breaks, in words. */
  readonly rule?: string;
  readonly message: string;
};

export function refusal(code: RefusalCode, where: { readonly field?: string; readonly rule?: string } = {}): Refusal {
  const { field, rule } = where;
  const message = field === undefined ? refusalCodes[code] : `${field}: ${rule ?? refusalCodes[code]}`;
  return { code, ...(field === undefined ? {} : { field }), ...(rule === undefined ? {} : { rule }), message };
}
