/** What the emulator's SES was given to deliver, and what a reader of mail does with it. */
import * as z from 'zod/mini';
import { endpoint } from './stage.ts';

const mail = z.object({ To: z.array(z.string()), Subject: z.string(), BodyText: z.string(), BodyHtml: z.string() });
export type Mail = z.output<typeof mail>;
const mailbox = z.object({ messages: z.record(z.string(), z.array(mail)) });

/** Everything that was ever sent to one of these addresses, in the order in which it was sent. */
export async function mailTo(...addresses: readonly string[]): Promise<readonly Mail[]> {
  const { messages } = mailbox.parse(await (await fetch(new URL('/_ministack/ses/messages', endpoint))).json());
  return Object.values(messages)
    .flat()
    .filter(({ To }) => To.some((address) => addresses.includes(address)));
}

/** The one mail to an address. @throws Error when there is none, or more */
export async function onlyMailTo(address: string): Promise<Mail> {
  const [only, ...others] = await mailTo(address);
  if (only === undefined || others.length > 0) throw new Error(`not one mail but ${others.length} more to ${address}`);
  return only;
}

/** A link of the stage's own in the text of a mail: `c` to click, `p` for preferences, `u` to unsubscribe. */
export function linkIn({ BodyText }: Mail, kind: 'c' | 'p' | 'u'): string {
  const link = new RegExp(`http\\S+/${kind}/\\S+`).exec(BodyText)?.[0];
  if (link === undefined) throw new Error(`no link /${kind}/ in ${BodyText}`);
  return link;
}

/** Unsubscribes as the button of a mail program does (RFC 8058). */
export async function unsubscribe(from: Mail): Promise<number> {
  const body = new URLSearchParams('List-Unsubscribe=One-Click');
  return (await fetch(linkIn(from, 'u'), { method: 'POST', body })).status;
}
