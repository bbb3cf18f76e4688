/** The links in messages: nothing of one can be changed, and none is taken for another. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consentChannels, consentPurposes } from '../../shared/domain/consent.ts';
import { linkOpener, linksFor } from '../../shared/platform/signed-link.ts';
import { runs } from '../property-runs.ts';

const key = randomBytes(32);
const address = 'https://links.example';
const links = linksFor(key, address);
const open = linkOpener(key);
const now = Date.UTC(2026, 10, 22);
const day = 86_400_000;
const kinds = ['preference', 'unsubscribe', 'click'] as const;
type Kind = (typeof kinds)[number];

const ownId = fc.uint8Array({ minLength: 15, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('base64url'));
const anyId = fc.oneof(
  ownId,
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => text.length <= 256),
);
const of = { memberId: anyId, messageId: anyId };
const payloads = {
  preference: fc.record(of),
  unsubscribe: fc.record({
    ...of,
    campaignId: anyId,
    purpose: fc.constantFrom(...consentPurposes),
    channel: fc.constantFrom(...consentChannels),
  }),
  click: fc.record({ ...of, target: fc.webUrl({ validSchemes: ['https'], withQueryParameters: true }) }),
};

/** A link of any kind: what it was made of, and its token. */
const anyLink = fc.oneof(
  payloads.preference.map((payload) => ({
    kind: 'preference' as const,
    payload,
    url: links.preferences(payload, now),
  })),
  payloads.unsubscribe.map((payload) => ({ kind: 'unsubscribe' as const, payload, url: links.unsubscribe(payload) })),
  payloads.click.map((payload) => ({ kind: 'click' as const, payload, url: links.click(payload, now) })),
);

function tokenOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

describe('a link', () => {
  it('says what it was made of, under the path of its kind', () => {
    fc.assert(
      fc.property(anyLink, ({ kind, payload, url }) => {
        expect(open(kind, tokenOf(url), now)).toEqual({ is: 'valid', payload });
        expect(url.slice(0, address.length + 3)).toBe(`${address}/${kind.charAt(0)}/`);
        expect(tokenOf(url)).toMatch(/^[\w-]+$/);
      }),
    );
  });

  it('is refused with any bit of it changed', () => {
    fc.assert(
      fc.property(anyLink, ({ kind, url }) => {
        const whole = Buffer.from(tokenOf(url), 'base64url');
        for (const at of Array.from({ length: whole.length * 8 }).keys()) {
          const changed = Buffer.from(whole);
          changed.writeUInt8(changed.readUInt8(at >> 3) ^ (1 << (at & 7)), at >> 3);
          expect(open(kind, changed.toString('base64url'), now)).toEqual({ is: 'broken' });
        }
      }),
      { numRuns: runs(10) },
    );
  });

  it('is refused with any character of it changed, left out or added', () => {
    const characters = fc.oneof(fc.stringMatching(/^[\w-]$/), fc.constantFrom('=', '+', '/', '.', ' ', '%', 'é'));
    fc.assert(
      fc.property(anyLink, fc.nat(), fc.nat(1), characters, ({ kind, url }, position, removed, put) => {
        const token = tokenOf(url);
        const at = position % (token.length + 1);
        const changed = token.slice(0, at) + put + token.slice(at + removed);
        fc.pre(changed !== token);
        expect(open(kind, changed, now)).toEqual({ is: 'broken' });
        expect(open(kind, token.slice(0, at), now)).toEqual(at === token.length ? expect.anything() : { is: 'broken' });
      }),
    );
  });

  it('is taken for no other kind', () => {
    fc.assert(
      fc.property(anyLink, fc.constantFrom<Kind>(...kinds), ({ kind, url }, other) => {
        fc.pre(other !== kind);
        expect(open(other, tokenOf(url), now)).toEqual({ is: 'broken' });
      }),
    );
  });

  it('is refused with another secret, and whatever else comes in its place', () => {
    fc.assert(
      fc.property(anyLink, fc.string(), fc.uint8Array(), ({ kind, url }, text, bytes) => {
        expect(linkOpener(randomBytes(32))(kind, tokenOf(url), now)).toEqual({ is: 'broken' });
        expect(open(kind, text, now)).toEqual({ is: 'broken' });
        expect(open(kind, Buffer.from(bytes).toString('base64url'), now)).toEqual({ is: 'broken' });
      }),
    );
    expect(open('unsubscribe', 'A'.repeat(100_000), now)).toEqual({ is: 'broken' });
  });
});

describe('the time of a link', () => {
  const payload = { memberId: 'member', messageId: 'message' };

  it.each([
    ['preference', links.preferences(payload, now), 90],
    ['click', links.click({ ...payload, target: 'https://shop.example/a' }, now), 400],
  ] as const)('of the kind %s is over after its days', (kind, url, days) => {
    expect(open(kind, tokenOf(url), now + days * day - 1).is).toBe('valid');
    expect(open(kind, tokenOf(url), now + days * day).is).toBe('expired');
  });

  it('is never over for one that stops messages', () => {
    const url = links.unsubscribe({ ...payload, campaignId: 'c', purpose: 'promotions', channel: 'email' });
    expect(open('unsubscribe', tokenOf(url), now + 100 * 365 * day).is).toBe('valid');
  });
});

describe('links', () => {
  const own = { memberId: randomBytes(15).toString('base64url'), messageId: randomBytes(16).toString('base64url') };

  it('are short enough for a text message', () => {
    expect(tokenOf(links.preferences(own, now)).length).toBeLessThanOrEqual(76);
  });

  it.each(['http://shop.example/', 'javascript:alert(1)', '/relative', 'https://', ''])(
    'never lead to %j',
    (target) => {
      expect(() => links.click({ ...own, target }, now)).toThrow();
    },
  );
});
