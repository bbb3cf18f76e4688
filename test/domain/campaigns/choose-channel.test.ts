import { describe, expect, it } from 'vitest';
import { chooseChannel } from '../../../shared/domain/campaigns/choose-channel.ts';
import type { Consent } from '../../../shared/domain/consent.ts';
import { nobody } from '../../../shared/domain/person.ts';
import type { Person } from '../../../shared/domain/person.ts';
import { instant } from '../build.ts';

const at = instant('2026-01-01T00:00:00Z');
const consent = (purpose: Consent['purpose'], channel: Consent['channel'], granted = true): Consent => ({
  purpose,
  channel,
  granted,
  at,
  text: 'v1',
  how: 'form',
  by: 'member',
});
const ann: Person = {
  identities: [
    { kind: 'email', value: 'old@example.com', at },
    { kind: 'email', value: 'ann@example.com', at },
    { kind: 'phone', value: '+8613800000000', at },
  ],
  replaced: {},
  facts: { wechatOpenId: { value: 'openid', at }, pushToken: { value: null, at } },
  consents: [
    consent('promotions', 'email'),
    consent('loyalty', 'email', false),
    consent('loyalty', 'sms'),
    consent('promotions', 'wechat'),
    consent('promotions', 'push'),
  ],
};

describe('the channel of a message', () => {
  it('is the first of the step that the member allows and has an address for, at the newest address', () => {
    const email = { reason: null, channel: 'email', goesBy: 'email', address: 'ann@example.com' };
    expect(chooseChannel(ann, ['email', 'webhook'], 'promotions')).toEqual(email);
    expect(chooseChannel(ann, ['sms', 'push', 'email'], 'promotions')).toEqual(email);
  });

  it('goes by the consent for its own purpose', () => {
    expect(chooseChannel(ann, ['email', 'sms'], 'loyalty')).toEqual({
      reason: null,
      channel: 'sms',
      goesBy: 'sms',
      address: '+8613800000000',
    });
    expect(chooseChannel(ann, ['sms'], 'promotions')).toEqual({ reason: 'no-consent' });
  });

  it('is a webhook by the consent and address of wechat, or of what is configured', () => {
    const webhook = { reason: null, channel: 'webhook' };
    expect(chooseChannel(ann, ['webhook'], 'promotions')).toEqual({ ...webhook, goesBy: 'wechat', address: 'openid' });
    expect(chooseChannel(ann, ['webhook'], 'promotions', 'email')).toEqual({
      ...webhook,
      goesBy: 'email',
      address: 'ann@example.com',
    });
  });

  it('needs neither for the log', () => {
    const log = { reason: null, channel: 'log', goesBy: null, address: '' };
    expect(chooseChannel(nobody, ['email', 'log'], 'promotions')).toEqual(log);
    expect(chooseChannel(nobody, ['log'], 'loyalty', undefined, () => true)).toEqual(log);
  });

  it('says why there is none: nothing allowed, no address where it is, nothing but suppressed ones', () => {
    expect(chooseChannel(nobody, ['email', 'sms'], 'promotions')).toEqual({ reason: 'no-consent' });
    expect(chooseChannel(ann, ['sms', 'push'], 'promotions')).toEqual({ reason: 'no-address' });
    expect(chooseChannel(ann, ['push', 'email'], 'promotions', 'wechat', () => true)).toEqual({ reason: 'suppressed' });
    const isMail = ({ address }: { readonly address: string }) => address.includes('@');
    expect(chooseChannel(ann, ['email', 'webhook'], 'promotions', 'wechat', isMail)).toMatchObject({
      channel: 'webhook',
    });
  });
});
