/** One reading of all accounts: the day whose numbers it makes, and the run of the machine that it is part of. */
export type Pass = {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** Letters, digits and dashes. */
  readonly run: string;
};

/** Where the parts of a pass lie until its snapshot is taken; some days later they are gone. */
export type PassStore = {
  /** Keeps a part; one of the same name is replaced. @param name letters, digits and dashes */
  readonly putPart: (pass: Pass, name: string, body: Uint8Array) => Promise<void>;
  /** Names of the parts of a pass, in the order of their characters. */
  readonly parts: (pass: Pass) => Promise<readonly string[]>;
  /** @throws Error when there is no such part */
  readonly readPart: (pass: Pass, name: string) => Promise<Uint8Array>;
};
