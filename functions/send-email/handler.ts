/** Queues of e-mails: SES. */
import { emailAdapter } from '../../shared/channels/adapters/email.ts';
import { readEnvironment } from '../../shared/platform/environment.ts';
import { deployedSender } from '../../shared/runtime/sender.ts';

const { mailFrom: from, mailConfigurationSet: configurationSet } = readEnvironment([
  'mailFrom',
  'mailConfigurationSet',
]);

export const handler = deployedSender(() => emailAdapter({ from, replyTo: null, configurationSet }));
