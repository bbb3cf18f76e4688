/** The keyed digests, the keys that are derived for them, and the texts that are sealed. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, digestsWith, sha256 } from '../../shared/platform/digest.ts';
import { openText, sealText } from '../../shared/platform/sealed-text.ts';

const key = randomBytes(32);

describe('a sealed text', () => {
  it('is opened with its key, whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(openText(key, sealText(key, text))).toBe(text);
      }),
    );
  });

  it('is never the same twice, and shows nothing of what it says', () => {
    expect(sealText(key, 'ann@example.com')).not.toBe(sealText(key, 'ann@example.com'));
    expect(Buffer.from(sealText(key, 'ann@example.com'), 'base64').toString('latin1')).not.toContain('ann');
  });

  it('is not opened with another key, nor when anything of it was changed', () => {
    const sealed = sealText(key, 'ann@example.com');
    expect(() => openText(randomBytes(32), sealed)).toThrow();
    for (const at of Buffer.from(sealed, 'base64').keys()) {
      const changed = Buffer.from(sealed, 'base64');
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => openText(key, changed.toString('base64'))).toThrow();
    }
    expect(() => openText(key, '')).toThrow();
  });
});

describe('digests', () => {
  const digests = digestsWith(key);

  it('are the same for the same content, whatever the order of its keys', () => {
    expect(digests.content({ a: 1, b: [2, { c: 3, d: 4 }] })).toBe(digests.content({ b: [2, { d: 4, c: 3 }], a: 1 }));
    expect(digests.content({ a: 1 })).not.toBe(digests.content({ a: '1' }));
    expect(digests.content({ a: [1, 2] })).not.toBe(digests.content({ a: [2, 1] }));
  });

  it('of identities and of personal content depend on the key, and tell kinds apart', () => {
    const others = digestsWith(randomBytes(32));
    expect(digests.lookUp('email', 'a')).not.toBe(digests.lookUp('card', 'a'));
    expect(digests.lookUp('email', 'a')).not.toBe(others.lookUp('email', 'a'));
    expect(digests.personalContent({ a: 1 })).not.toBe(others.personalContent({ a: 1 }));
    expect(digests.content({ a: 1 })).toBe(others.content({ a: 1 }));
  });

  it('chain an entry to the one before: SHA-256 of its hash and the canonical JSON', () => {
    expect(digests.chain('before', { b: 1, a: 2 })).toBe(sha256('before{"a":2,"b":1}'));
  });

  it('know no JSON of nothing', () => {
    expect(() => canonicalJson(undefined)).toThrow(TypeError);
  });
});
