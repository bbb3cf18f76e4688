/** E-mails through SES of the local AWS, read back from its mailbox, by the SDK's client and by that of bundles. */
import { CreateEmailIdentityCommand, SESv2Client as SdkClient } from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, expect, inject, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { SendEmailCommand, SESv2Client } from '../../infra/bundle/sesv2.ts';
import { emailAdapter, sesClient } from '../../shared/channels/adapters/email.ts';
import { outgoing } from '../channels/outgoing.ts';

const endpoint = inject('endpoint');
const settings = { from: 'Evergreen <hello@mailbox.example>', replyTo: null, configurationSet: 'perennial' };

const mails = z.object({
  messages: z.record(
    z.string(),
    z.array(
      z.object({
        MessageId: z.string(),
        To: z.array(z.string()),
        Subject: z.string(),
        BodyText: z.nullable(z.string()),
        BodyHtml: z.nullable(z.string()),
      }),
    ),
  ),
});

async function mailOf(id: string) {
  const response = await fetch(`${endpoint}/_ministack/ses/messages`);
  const { messages } = mails.parse(await response.json());
  return Object.values(messages)
    .flat()
    .find(({ MessageId: found }) => found === id);
}

beforeEach(() => {
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

it('are the account’s trouble while nobody has verified who sends them, and arrive then in both forms', async () => {
  const client = sesClient();
  const { send } = emailAdapter(settings, client);
  expect(await send(outgoing)).toEqual({ is: 'account', why: 'not-verified' });

  await client.send(new CreateEmailIdentityCommand({ EmailIdentity: 'mailbox.example' }));
  const answer = await send(outgoing);
  if (answer.is !== 'accepted') throw new Error(answer.is);
  expect(await mailOf(answer.providerId ?? '')).toMatchObject({
    To: ['wang@example.com'],
    Subject: outgoing.content.subject,
    BodyText: outgoing.content.text,
    BodyHtml: outgoing.content.html,
  });
});

it('arrive the same from a bundle', async () => {
  await new SdkClient({}).send(new CreateEmailIdentityCommand({ EmailIdentity: 'bundle.example' }));
  const command = new SendEmailCommand({
    FromEmailAddress: 'hello@bundle.example',
    Destination: { ToAddresses: ['wang@example.com'] },
    Content: { Simple: { Subject: { Data: '想念您' }, Body: { Text: { Data: '您好' } } } },
  });
  const { MessageId: id = '' } = await new SESv2Client().send(command);
  expect(await mailOf(id)).toMatchObject({ To: ['wang@example.com'], Subject: '想念您', BodyText: '您好' });
});
