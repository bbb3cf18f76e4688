/** The channel of trials: a line in the log for each message, and nobody gets anything. */
import { logMessages } from '../../platform/telemetry.ts';
import type { Log } from '../../platform/telemetry.ts';
import type { ChannelAdapter } from '../channel.ts';

/** @param log is given ids alone, neither address nor content */
export function logAdapter(log: Pick<Log, 'info'>): ChannelAdapter {
  return {
    channel: 'log',
    send: async ({ memberId, messageId, campaignId, run, purpose, content: { locale, subject, text, html } }) => {
      log.info(logMessages.messageLogged, {
        memberId,
        messageId,
        campaignId,
        run,
        purpose,
        locale,
        characters: subject.length + text.length,
        html: html !== null,
      });
      return Promise.resolve({ is: 'accepted', providerId: null });
    },
  };
}
