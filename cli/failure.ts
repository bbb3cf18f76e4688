/** A command could not do what was asked, for a reason that is not a bug: exit 1, the message and what to do next. */
export class Failure extends Error {
  /** What the person at the keyboard can do about it; one or more whole sentences, or empty. */
  readonly next: string;

  constructor(message: string, next = '', options?: ErrorOptions) {
    super(message, options);
    this.name = 'Failure';
    this.next = next;
  }
}

/** A command was called in a way it does not have: exit 2, the message and where its usage is written. */
export class UsageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UsageError';
  }
}
