/** Why a decision is not to post anything: codes of contracts.md, with the field and the rule in words. */
export type RefusalReason =
  | 'invalid-event'
  | 'insufficient-points'
  | 'unknown-reservation'
  | 'too-many-reservations'
  | 'unknown-line'
  | 'over-return'
  | 'transfers-off'
  | 'self-transfer';
export type Refused = {
  readonly refused: RefusalReason;
  /** A path in the event's data. */
  readonly field: string;
  readonly rule: string;
};
