/** The words behind `perennial campaign`, and what each takes. */
export const options = {
  by: { type: 'string' },
  version: { type: 'string' },
  at: { type: 'string' },
  run: { type: 'string' },
  members: { type: 'boolean' },
  html: { type: 'string' },
  lang: { type: 'string' },
  program: { type: 'string' },
  stage: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const actionNames = [
  'check',
  'publish',
  'list',
  'show',
  'preview',
  'approve',
  'run',
  'pause',
  'resume',
  'cancel',
  'result',
] as const;
export type ActionName = (typeof actionNames)[number];

type Taken = {
  /** What its one word is called; null where it takes none. */
  readonly word: string | null;
  /** Options beside `--stage` and `--json`. */
  readonly takes: readonly (keyof typeof options)[];
};

export const taken: Readonly<Record<ActionName, Taken>> = {
  check: { word: 'DIR', takes: ['program'] },
  publish: { word: 'DIR', takes: ['by'] },
  list: { word: null, takes: [] },
  show: { word: 'ID', takes: [] },
  preview: { word: 'ID or DIR', takes: ['at', 'html'] },
  approve: { word: 'ID', takes: ['by', 'version'] },
  run: { word: 'ID', takes: ['at'] },
  pause: { word: 'ID', takes: [] },
  resume: { word: 'ID', takes: [] },
  cancel: { word: 'ID', takes: [] },
  result: { word: 'ID', takes: ['run', 'at', 'members', 'html', 'lang'] },
};
