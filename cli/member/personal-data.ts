/** What is told of a person on a command line, in a file or both, as the data of an event; the contract judges it. */
import { readFile } from 'node:fs/promises';
import { consentChannels, consentPurposes } from '../../shared/domain/consent.ts';
import { identityKinds } from '../../shared/contracts/members.ts';
import { memberUpdated } from '../../shared/contracts/member-updated.ts';
import { Failure, UsageError } from '../failure.ts';
import { memberOption } from '../member-option.ts';

/** Options of `parseArgs` that tell something of a person. */
export const personalOptions = {
  file: { type: 'string' },
  name: { type: 'string' },
  gender: { type: 'string' },
  birthday: { type: 'string' },
  occupation: { type: 'string' },
  locale: { type: 'string' },
  'time-zone': { type: 'string' },
  channel: { type: 'string' },
  'enrolled-at': { type: 'string' },
  'referral-code': { type: 'string' },
  interest: { type: 'string', multiple: true },
  attribute: { type: 'string', multiple: true },
  'push-token': { type: 'string' },
  'wechat-open-id': { type: 'string' },
  consent: { type: 'string', multiple: true },
  'consent-at': { type: 'string' },
  'consent-text': { type: 'string' },
  'consent-how': { type: 'string' },
  'consent-by': { type: 'string' },
} as const;

/** What `parseArgs` makes of them. */
export type PersonalValues = {
  readonly [Name in keyof typeof personalOptions]?:
    ((typeof personalOptions)[Name] extends { readonly multiple: true } ? readonly string[] : string) | undefined;
};

type Data = Readonly<Record<string, unknown>>;

const texts = {
  name: 'name',
  gender: 'gender',
  birthday: 'birthday',
  occupation: 'occupation',
  locale: 'locale',
  'time-zone': 'timeZone',
  channel: 'channel',
  'enrolled-at': 'enrolledAt',
  'referral-code': 'referralCode',
} as const;
const textOptions = [
  'name',
  'gender',
  'birthday',
  'occupation',
  'locale',
  'time-zone',
  'channel',
  'enrolled-at',
  'referral-code',
] as const satisfies readonly (keyof typeof texts)[];

/** An object without what is undefined. */
function given(values: Data): Data {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function isObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws Failure when the file holds no JSON object; what cannot be read throws as it does */
async function fromFile(file: string): Promise<Data> {
  const text = await readFile(file, 'utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  if (!isObject(parsed)) throw new Failure(`${file} is no JSON object.`, 'It holds the fields of the event’s data.');
  return parsed;
}

/** `NAME=VALUE` as a pair. @throws UsageError when it is none */
function pairOf(option: string, text: string): readonly [string, string] {
  const [name = '', ...rest] = text.split('=');
  if (name === '' || rest.length === 0) throw new UsageError(`--${option} takes NAME=VALUE`);
  return [name, rest.join('=')];
}

/** The answers, all of which have the same proof. @throws UsageError when the proof is not complete */
function consentsOf(values: PersonalValues): readonly Data[] | undefined {
  const { 'consent-at': at, 'consent-text': text, 'consent-how': how, 'consent-by': by } = values;
  const proof = [at, text, how, by];
  if (values.consent === undefined) {
    if (proof.some((part) => part !== undefined)) throw new UsageError('--consent-… is the proof of a --consent');
    return undefined;
  }
  if (proof.some((part) => part === undefined)) {
    throw new UsageError('a --consent needs its proof: --consent-at, --consent-text, --consent-how, --consent-by');
  }
  return values.consent.map((answer) => {
    const [about, yes] = pairOf('consent', answer);
    const [purpose, channel] = about.split(':');
    if (yes !== 'yes' && yes !== 'no') throw new UsageError('--consent takes PURPOSE:CHANNEL=yes or =no');
    if (!consentPurposes.some((one) => one === purpose) || !consentChannels.some((one) => one === channel)) {
      const names = `${consentPurposes.join(', ')}; ${consentChannels.join(', ')}`;
      throw new UsageError(`--consent takes PURPOSE:CHANNEL=yes|no of ${names}`);
    }
    return { purpose, channel, granted: yes === 'yes', at, text, how, by };
  });
}

/** Identities by their kinds. @throws UsageError for a member id, or two of a kind */
export function identitiesOf(words: readonly string[]): Data {
  const identities = new Map<string, string>();
  for (const word of words) {
    const { kind } = memberOption(word);
    if (!identityKinds.some((known) => known === kind)) throw new UsageError('a memberId is ours, and given to nobody');
    if (identities.has(kind)) throw new UsageError(`only one ${kind} can be given at a time`);
    // As it was typed: what it is compared as, the contract knows.
    identities.set(kind, word.slice(kind.length + 1));
  }
  return Object.fromEntries(identities);
}

/** What a member is called and what was consented to is never removed. */
const removable = Object.keys(memberUpdated.shape).filter((field) => field !== 'member' && field !== 'consents');

/** Fields to remove, as null in their places; `attributes.NAME` and `contacts.NAME` name one of several. */
function removalsOf(fields: readonly string[]): Data {
  const removed: Record<string, unknown> = {};
  const parts: Record<'attributes' | 'contacts', Record<string, null>> = { attributes: {}, contacts: {} };
  for (const field of fields) {
    const [group = '', ...name] = field.split('.');
    if (name.length === 0 && removable.includes(group)) removed[group] = null;
    else if (name.length > 0 && (group === 'attributes' || group === 'contacts')) parts[group][name.join('.')] = null;
    else throw new UsageError(`--remove takes attributes.NAME, contacts.NAME or one of ${removable.join(', ')}`);
  }
  for (const group of ['attributes', 'contacts'] as const) {
    if (Object.keys(parts[group]).length > 0) removed[group] = parts[group];
  }
  return removed;
}

/** Both, the second before the first where both tell the same; of objects each key by itself. */
function over(first: Data, second: Data): Data {
  const both = Object.entries(second).map(([field, value]): readonly [string, unknown] => {
    const before = first[field];
    return [field, isObject(before) && isObject(value) ? { ...before, ...value } : value];
  });
  return { ...first, ...Object.fromEntries(both) };
}

/**
 * The data of `member.enrolled` or of `member.updated` without its member.
 *
 * @param identities KIND:VALUE each
 * @param removed fields that are to have no value any more
 * @throws UsageError for words that make no sense
 */
export async function personalData(
  values: PersonalValues,
  identities: readonly string[],
  removed: readonly string[] = [],
): Promise<Data> {
  const attributes = values.attribute?.map((text) => pairOf('attribute', text));
  const contacts = given({ pushToken: values['push-token'], wechatOpenId: values['wechat-open-id'] });
  const options = given({
    ...identitiesOf(identities),
    ...Object.fromEntries(textOptions.map((option) => [texts[option], values[option]])),
    interests: values.interest,
    attributes: attributes && Object.fromEntries(attributes),
    contacts: Object.keys(contacts).length === 0 ? undefined : contacts,
    consents: consentsOf(values),
  });
  const told = over(options, removalsOf(removed));
  return values.file === undefined ? told : over(await fromFile(values.file), told);
}
