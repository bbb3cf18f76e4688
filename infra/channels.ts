/** What each channel is deployed as, and what a stage has of it. */
import { functionNames, queueNames } from '../shared/config/names.ts';
import type { FunctionName } from './bundles.ts';
import type { SenderQueues } from './constructs/sender.ts';
import type { QueueName } from './constructs/safe-queue.ts';
import type { ChannelSettings, StageSettings } from './stages.ts';

export const channelNames = [
  'log',
  'email',
  'sms',
  'push',
  'webhook',
] as const satisfies readonly (keyof ChannelSettings)[];
export type ChannelName = keyof ChannelSettings;

type ChannelParts = { readonly id: string; readonly function: FunctionName; readonly queues: SenderQueues };

export const channelParts: Readonly<Record<ChannelName, ChannelParts>> = {
  log: {
    id: 'SendLog',
    function: functionNames.sendLog,
    queues: {
      promotions: queueNames.sendLog,
      notices: queueNames.sendLogNotices,
      deadLetters: queueNames.sendLogDeadLetters,
    },
  },
  email: {
    id: 'SendEmail',
    function: functionNames.sendEmail,
    queues: {
      promotions: queueNames.sendEmail,
      notices: queueNames.sendEmailNotices,
      deadLetters: queueNames.sendEmailDeadLetters,
    },
  },
  sms: {
    id: 'SendSms',
    function: functionNames.sendSms,
    queues: {
      promotions: queueNames.sendSms,
      notices: queueNames.sendSmsNotices,
      deadLetters: queueNames.sendSmsDeadLetters,
    },
  },
  push: {
    id: 'SendPush',
    function: functionNames.sendPush,
    queues: {
      promotions: queueNames.sendPush,
      notices: queueNames.sendPushNotices,
      deadLetters: queueNames.sendPushDeadLetters,
    },
  },
  webhook: {
    id: 'SendWebhook',
    function: functionNames.sendWebhook,
    queues: {
      promotions: queueNames.sendWebhook,
      notices: queueNames.sendWebhookNotices,
      deadLetters: queueNames.sendWebhookDeadLetters,
    },
  },
};

/** The parts of the channels that a stage does not have: they are deployed nowhere. */
function missingParts({ channels }: StageSettings): readonly ChannelParts[] {
  return channelNames.filter((channel) => channels[channel] === undefined).map((channel) => channelParts[channel]);
}

/** Names of the functions that a stage has. */
export function functionsOf(settings: StageSettings): readonly FunctionName[] {
  const missing = new Set<string>(missingParts(settings).map((parts) => parts.function));
  return Object.values(functionNames).filter((name) => !missing.has(name));
}

/** Names of the queues that a stage has: those that are worked on, and those that wait for a person. */
export function queuesOf(settings: StageSettings): {
  readonly working: readonly QueueName[];
  readonly setAside: readonly QueueName[];
} {
  const missing = new Set<string>(missingParts(settings).flatMap(({ queues }) => Object.values(queues)));
  const all = Object.values(queueNames).filter((name) => !missing.has(name));
  const working = new Set<string>([
    queueNames.purchases,
    queueNames.members,
    queueNames.occasions,
    queueNames.deliveries,
    ...channelNames.flatMap((channel) => [
      channelParts[channel].queues.promotions,
      channelParts[channel].queues.notices,
    ]),
  ]);
  return { working: all.filter((name) => working.has(name)), setAside: all.filter((name) => !working.has(name)) };
}
