/**
 * `Name <address>` as SES takes it: a name of other letters than ASCII's in encoded words (RFC 2047), each of which holds
 * 45 bytes of UTF-8 and no half of a character.
 */
const bytesAtMost = 45;

function encodedWords(name: string): string {
  const words: string[] = [];
  let word = '';
  for (const character of name) {
    if (Buffer.byteLength(word + character) > bytesAtMost) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map((text) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`).join(' ');
}

/** @param from `Name <address>` or an address alone */
export function senderOf(from: string): string {
  const [, name = '', address = ''] = /^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(from) ?? [];
  return address === '' || /^[\x20-\x7e]*$/.test(name) ? from : `${encodedWords(name)} <${address}>`;
}
