/** What campaigns need of storage: plans and their versions, runs, and what is due. */
import type { CampaignVersion, DueStep, Plan, Run } from '../contracts/campaign-records.ts';
import type { Instant } from '../domain/zone.ts';

/** What went wrong among the messages of a run that decide about a pause, each message counted once. */
export type Troubles = { readonly bounced: number; readonly complained: number };

/** A step that is due; `mark` is another each time that it is remembered. */
export type RememberedStep = DueStep & { readonly mark: string };

export type CampaignStore = {
  /** Strongly consistent. */
  readonly plan: (campaignId: string) => Promise<Plan | undefined>;
  /** In the order of their ids; strongly consistent. */
  readonly plans: () => Promise<readonly Plan[]>;
  /** Document and templates of a version; undefined where there are none of that hash. */
  readonly content: (hash: string) => Promise<unknown>;
  /**
   * Content first, then version and plan together. `conflict` when there is such a version already, or the plan is not as
   * expected; a version that was published stays what it is.
   *
   * @param plan its `revision` is `expected` and one more
   * @param expected the revision that was read, null for a new campaign
   * @throws ContentTooLargeError
   */
  readonly publish: (
    version: CampaignVersion,
    content: unknown,
    plan: Plan,
    expected: number | null,
  ) => Promise<'committed' | 'conflict'>;
  /** The oldest first. */
  readonly versions: (campaignId: string) => Promise<readonly CampaignVersion[]>;
  /** @param plan its `revision` is `expected` and one more */
  readonly putPlan: (plan: Plan, expected: number) => Promise<'committed' | 'conflict'>;

  /** Starts a run, once, with revision 1; `exists` when somebody has. */
  readonly startRun: (run: Run) => Promise<'started' | 'exists'>;
  /** Strongly consistent. */
  readonly run: (run: string) => Promise<Run | undefined>;
  /** By the time they are scheduled for, the oldest first. */
  readonly runs: (campaignId: string) => Promise<readonly Run[]>;
  /** @param run its `revision` is `expected` and one more */
  readonly putRun: (run: Run, expected: number) => Promise<'committed' | 'conflict'>;
  /**
   * Counts a message of a run that bounced for good or was complained of, once however often it is told, and says how many
   * there are. Senders count only the first 2,000 of a run, which decide about a pause.
   *
   * @param ordinal the message's place in the run, which no other has
   */
  readonly countTrouble: (run: string, trouble: keyof Troubles, ordinal: number) => Promise<Troubles>;

  /** Remembers steps that are to be handed out later. One that is remembered already is remembered anew. */
  readonly putDue: (due: readonly DueStep[]) => Promise<void>;
  /** Those of an instant until now and now itself, the oldest first. */
  readonly due: (now: Instant) => Promise<readonly RememberedStep[]>;
  /**
   * Forgets a step that was handed out; `kept` when it was remembered anew since it was read, by a sender who gave a message
   * back: then it is to be handed out once more.
   */
  readonly removeDue: (due: RememberedStep) => Promise<'removed' | 'kept'>;
};

/** The key of a run, in its two parts. @throws RangeError when it is none */
export function partsOfRun(run: string): { readonly campaignId: string; readonly time: string } {
  const at = run.lastIndexOf('#');
  if (at < 1 || at === run.length - 1) throw new RangeError('a run is called after its campaign and its time');
  return { campaignId: run.slice(0, at), time: run.slice(at + 1) };
}

/** @throws RangeError when what is put does not follow what was read */
export function checkRevision(revision: number, expected: number | null): void {
  if (revision !== (expected ?? 0) + 1) throw new RangeError('a revision is the one that was read, and one more');
}
