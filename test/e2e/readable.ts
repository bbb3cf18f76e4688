/** What somebody who knows a text can find of it in bytes: as it is, in other words for it, packed, and by its digest. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

type Form = { readonly text: string; readonly exact: boolean };

/** What base64 makes of the bytes wherever they stand in something longer, without the letters that depend on the rest. */
function inBase64(bytes: Buffer, encoding: 'base64' | 'base64url'): readonly string[] {
  return [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]);
    const letters = whole.toString(encoding);
    return letters.slice(Math.ceil((before * 8) / 6), Math.floor((whole.length * 8) / 6));
  });
}

/** Every way in which we know texts to be written down. */
function formsOf(text: string): readonly Form[] {
  const bytes = Buffer.from(text);
  const escaped = Array.from(JSON.stringify(text).slice(1, -1), (letter) =>
    letter.charCodeAt(0) < 128 ? letter : `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  ).join('');
  const digests = ['md5', 'sha1', 'sha256'].map((name) => createHash(name).update(text.toLowerCase()).digest());
  const caseless = [bytes.toString('latin1'), escaped, encodeURIComponent(text), bytes.toString('hex')];
  const exact = [bytes, ...digests].flatMap((each) => [...inBase64(each, 'base64'), ...inBase64(each, 'base64url')]);
  return [
    ...[...caseless, ...digests.map((digest) => digest.toString('hex'))].map((form) => {
      return { text: form.toLowerCase(), exact: false };
    }),
    ...exact.map((form) => ({ text: form, exact: true })),
  ];
}

const zipped = Buffer.from([0x1f, 0x8b]);
const nestingAtMost = 4;

/** The bytes, and whatever they hold that is packed: gzip, and gzip in base64, wherever it begins. */
function readings(bytes: Buffer, nesting = 0): readonly string[] {
  if (nesting > nestingAtMost) return [];
  if (bytes.subarray(0, zipped.length).equals(zipped)) {
    try {
      return readings(gunzipSync(bytes), nesting + 1);
    } catch {
      // It only looks like it.
    }
  }
  const text = bytes.toString('latin1');
  const packed = text.match(/H4sI[\w+/-]+/g) ?? [];
  return [text, ...packed.flatMap((letters) => readings(Buffer.from(letters, 'base64'), nesting + 1))];
}

/** Which of the texts can be read in the bytes. */
export function readableIn(texts: readonly string[]): (bytes: Buffer) => readonly string[] {
  const wanted = texts.map((text) => ({ text, forms: formsOf(text) }));
  return (bytes) => {
    const found = readings(bytes).map((text) => ({ text, lower: text.toLowerCase() }));
    return wanted
      .filter(({ forms }) =>
        forms.some((form) => found.some((each) => (form.exact ? each.text : each.lower).includes(form.text))),
      )
      .map(({ text }) => text);
  };
}
