/** Queues of text messages: AWS End User Messaging. */
import { smsAdapter } from '../../shared/channels/adapters/sms.ts';
import { readEnvironment } from '../../shared/platform/environment.ts';
import { deployedSender } from '../../shared/runtime/sender.ts';

const settings = readEnvironment(['smsOrigin', 'smsConfigurationSet']);

/** Carriers that do not deliver within an hour would deliver at a time that nobody has chosen. */
const timeToLive = 3600;

export const handler = deployedSender(() =>
  smsAdapter({
    originationIdentity: settings.smsOrigin,
    configurationSet: settings.smsConfigurationSet,
    timeToLive,
  }),
);
