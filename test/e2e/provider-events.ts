/** What SES tells of a message, as its configuration set puts it on the account's default bus. */
import { DescribeRuleCommand, EventBridgeClient, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { resourceName } from '../../shared/config/names.ts';
import { tagsOf } from '../../shared/contracts/message-tags.ts';
import type { MessageKey } from '../../shared/contracts/message-tags.ts';
import { sendBodies } from './bus.ts';
import { allDone, clients } from './stage.ts';

const bus = new EventBridgeClient(clients);

export type Mailed = MessageKey & { readonly address: string };
export type Told = { readonly type: string; readonly detail: object };

function told(type: string, eventType: string, { address, ...key }: Mailed, timestamp: string, more: object): Told {
  const tags = Object.entries(tagsOf(key)).map(([name, value]) => [name, [value]] as const);
  const mail = {
    timestamp,
    source: 'club@shop.example',
    messageId: `0100-${key.messageId}`,
    destination: [address],
    tags: { 'ses:configuration-set': [resourceName('local', 'mail')], ...Object.fromEntries(tags) },
  };
  return { type, detail: { eventType, mail, ...more } };
}

export const delivered = (mailed: Mailed, timestamp: string) =>
  told('Email Delivered', 'Delivery', mailed, timestamp, { delivery: { timestamp, recipients: [mailed.address] } });

export const opened = (mailed: Mailed, timestamp: string) =>
  told('Email Opened', 'Open', mailed, timestamp, { open: { timestamp, userAgent: 'Thunderbird/140.0' } });

export const clicked = (mailed: Mailed, timestamp: string) =>
  told('Email Clicked', 'Click', mailed, timestamp, { click: { timestamp, link: 'https://shop.example' } });

export function bounced(mailed: Mailed, timestamp: string, bounceType: 'Permanent' | 'Transient' = 'Permanent') {
  const bouncedRecipients = [{ emailAddress: mailed.address, action: 'failed', status: '5.1.1' }];
  const bounce = { timestamp, bounceType, bounceSubType: 'General', bouncedRecipients };
  return told('Email Bounced', 'Bounce', mailed, timestamp, { bounce });
}

export function complained(mailed: Mailed, timestamp: string) {
  const complaint = { timestamp, complainedRecipients: [{ emailAddress: mailed.address }] };
  return told('Email Complaint Received', 'Complaint', mailed, timestamp, { complaint });
}

/** What the bus makes of it. */
function envelopeOf({ type, detail }: Told, index: number) {
  return {
    version: '0',
    id: `told-${index}`,
    'detail-type': type,
    source: 'aws.ses',
    account: '000000000000',
    time: '2025-06-01T05:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail,
  };
}

/**
 * Lets the stage hear of them, in the order given. Only AWS itself may put an event of its own on a bus, in the emulator as
 * elsewhere, so each is held against the deployed rule's pattern, and then put where that rule would have put it.
 */
export async function tell(...events: readonly Told[]): Promise<void> {
  const { EventPattern } = await bus.send(new DescribeRuleCommand({ Name: resourceName('local', 'mail-events') }));
  const bodies = events.map((event, index) => JSON.stringify(envelopeOf(event, index)));
  for (const Event of bodies) {
    const { Result } = await bus.send(new TestEventPatternCommand({ EventPattern, Event }));
    if (Result !== true) throw new Error(`the rule lets pass ${Event}`);
  }
  await sendBodies('deliveries', bodies);
  await allDone('deliveries');
}
