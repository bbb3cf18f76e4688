/** What each stage has of functions and queues, spelled out once more: a channel that a stage lacks is deployed nowhere. */
import { functionNames, queueNames, resourceName } from '../../shared/config/names.ts';
import type { Stage } from '../../shared/config/names.ts';

type FunctionName = (typeof functionNames)[keyof typeof functionNames];

/** Where e-mails and trials are all that there is. */
const ofOtherChannels = {
  functions: ['send-sms', 'send-push', 'send-webhook'],
  queues: [
    'send-sms',
    'send-sms-notices',
    'send-sms-dlq',
    'send-push',
    'send-push-notices',
    'send-push-dlq',
    'send-webhook',
    'send-webhook-notices',
    'send-webhook-dlq',
  ],
} as const;

const missing: Readonly<Record<Stage, { readonly functions: readonly string[]; readonly queues: readonly string[] }>> =
  {
    local: { functions: [], queues: [] },
    dev: ofOtherChannels,
    prod: ofOtherChannels,
  };

export function functionsOf(stage: Stage): readonly FunctionName[] {
  return Object.values(functionNames).filter((name) => !missing[stage].functions.includes(name));
}

/** Names of its queues within the stage. */
export function queuesOf(stage: Stage): readonly string[] {
  return Object.values(queueNames).filter((name) => !missing[stage].queues.includes(name));
}

/** The same as they are called in their account, in order. */
export function deployedNames(stage: Stage, names: readonly string[]): readonly string[] {
  return names.map((name) => resourceName(stage, name)).sort();
}
