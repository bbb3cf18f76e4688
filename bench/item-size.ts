/**
 * Sizes as DynamoDB bills them ("DynamoDB item sizes and formats" in its developer guide): names and texts by their
 * UTF-8 bytes, a number by a byte for two significant digits and one more, lists and maps by three bytes and one for
 * each element.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type StoredItem = Readonly<Record<string, AttributeValue>>;

const containerBytes = 3;
const elementBytes = 1;

function numberBytes(text: string): number {
  const [mantissa = ''] = text.toLowerCase().split('e');
  const digits = mantissa.replace(/[-+.]/g, '').replace(/^0+/, '').replace(/0+$/, '').length;
  return Math.ceil(digits / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}

const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.L !== undefined) return containerBytes + sum(value.L.map((each) => elementBytes + valueBytes(each)));
  if (value.M !== undefined) {
    return containerBytes + elementBytes * Object.keys(value.M).length + itemBytes(value.M);
  }
  throw new TypeError(`the size of ${Object.keys(value).join()} is not known here`);
}

/** Bytes of an item, names and values. @throws TypeError for binary values and sets, of which there are none here */
export function itemBytes(item: StoredItem): number {
  return sum(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + valueBytes(value)));
}
