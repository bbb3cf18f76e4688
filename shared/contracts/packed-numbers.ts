/**
 * A list of whole numbers as a small text, for lists of which most numbers are small or like the one before them. A number
 * is written in base 32 with the most significant digit first; its last digit is one of the first half of the alphabet, the
 * others are of the second, so nothing has to stand between two numbers. `-` is a sign. `*` and a number say how often the
 * number before comes again.
 */
const alphabet = '0123456789abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZwxyz_.';
const radix = 32;
const token = /(\*?)(-?)([A-Zw-z_.]*[0-9a-v])/y;
/** No list of ours is longer: a longer run is no list, and would take all there is of memory. */
const numbersAtMost = 1_000_000;

function packNumber(value: bigint): string {
  if (value < 0n) return `-${packNumber(-value)}`;
  const digits = Array.from(value.toString(radix), (digit) => Number.parseInt(digit, radix));
  return digits.map((digit, index) => alphabet[index === digits.length - 1 ? digit : digit + radix] ?? '').join('');
}

function numberOf(text: string): bigint {
  let value = 0n;
  for (const digit of text) value = value * BigInt(radix) + BigInt(alphabet.indexOf(digit) % radix);
  return value;
}

/** A run is worth its two more signs when it is longer than they are. */
function packRun(number: string, again: number): string {
  const run = `${number}*${packNumber(BigInt(again))}`;
  return run.length < number.length * (again + 1) ? run : number.repeat(again + 1);
}

export function packNumbers(values: readonly (bigint | number)[]): string {
  let packed = '';
  for (let at = 0; at < values.length;) {
    let next = at + 1;
    while (next < values.length && values[next] === values[at]) next += 1;
    packed += packRun(packNumber(BigInt(values[at] ?? 0)), next - at - 1);
    at = next;
  }
  return packed;
}

/** @throws TypeError when the text is no packed list of numbers */
export function unpackNumbers(text: string): bigint[] {
  const values: bigint[] = [];
  for (let at = 0; at < text.length;) {
    token.lastIndex = at;
    const [whole = '', run = '', sign = '', digits = ''] = token.exec(text) ?? [];
    const value = sign === '' ? numberOf(digits) : -numberOf(digits);
    const last = values.at(-1);
    const isRun = run !== '';
    const isWrong = whole === '' || (isRun && (last === undefined || value < 1n));
    if (isWrong || values.length + Number(isRun ? value : 1n) > numbersAtMost) {
      throw new TypeError(`not a packed list of numbers: ${text.slice(0, 100)}`);
    }
    if (isRun && last !== undefined) for (let times = Number(value); times > 0; times -= 1) values.push(last);
    else values.push(value);
    at += whole.length;
  }
  return values;
}
