/** Takes the root of a business day, once every account was reviewed for it; the state machine calls it. */
import { takeRoot } from '../../shared/commands/take-root.ts';
import type { TakenRoot, TakeRootDependencies } from '../../shared/commands/take-root.ts';
import { readDeployment } from '../../shared/platform/environment.ts';
import { count, logger, logMessages, observed } from '../../shared/platform/telemetry.ts';
import { startSealer } from '../../shared/runtime/sealer.ts';

const { tables, settings } = readDeployment(
  ['accounts', 'settings'],
  ['rootsBucket', 'rootsDomain', 'rootsKey', 'rootsLockMode'],
);
const sealer = startSealer({
  tables,
  bucket: settings.rootsBucket,
  domain: settings.rootsDomain,
  key: settings.rootsKey,
  lockMode: settings.rootsLockMode,
  endpoint: process.env['AWS_ENDPOINT_URL'],
});

type Answer = Omit<TakenRoot, 'unreadable'> & { readonly unreadable: number };

/** @throws RangeError when the day is no date; whatever else it throws means: try again */
export async function seal(deps: TakeRootDependencies, { day }: { readonly day: string }): Promise<Answer> {
  const { unreadable, ...taken } = await takeRoot(deps, day);
  for (const memberId of unreadable) logger.error(logMessages.headUnreadable, { memberId });
  const answer = { ...taken, unreadable: unreadable.length };
  logger.info(logMessages.sealed, answer);
  count('sealed', taken.members ?? 0);
  return answer;
}

export const handler = observed(async (request: { readonly day: string }) => seal(sealer, request));
