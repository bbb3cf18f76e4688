/** Where the roots of the days are kept: written once, never changed. */
export type RootStore = {
  /** Whether a day has its root. */
  readonly has: (day: string) => Promise<boolean>;
  /** Keeps leaves for some weeks, under a name that says which root they give. */
  readonly putLeaves: (name: string, leaves: Uint8Array) => Promise<void>;
  /** Keeps the root of a day; `exists` when it has one, which stays as it is. */
  readonly putRoot: (day: string, text: string) => Promise<'committed' | 'exists'>;
};
