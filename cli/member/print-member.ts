/** A member in lines, for whoever has no use for JSON. */
import type { MemberDocument } from '../../shared/contracts/member-document.ts';
import type { ToldMessage } from '../../shared/contracts/told-message.ts';

const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}`);

/** Pairs in two columns. */
function columns(pairs: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}

function valueText(value: string | number | boolean | readonly string[]): string {
  return typeof value === 'object' ? value.join(', ') : String(value);
}

function profilePairs({ contacts, attributes, ...fields }: MemberDocument['profile']) {
  const named = (prefix: string, values: Readonly<Record<string, string | number | boolean | undefined>>) =>
    Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value] as const);
  const all = [...Object.entries(fields), ...named('contacts', contacts), ...named('attributes', attributes)];
  return all.flatMap(([name, value]) => (value === undefined ? [] : [[name, valueText(value)] as const]));
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...indent(lines)];
}

/** Who the member is: identities, profile and consents. What the account holds, `explain` says. */
export function personLines({ identities, profile, consents }: MemberDocument): readonly string[] {
  return [
    ...section('Identities', columns(identities.map(({ kind, value }) => [kind, value]))),
    ...section('Profile', columns(profilePairs(profile))),
    ...section(
      'Consents',
      columns(
        consents.map(({ purpose, channel, granted, at, text, how, by }) => {
          const proof = `${at}, text ${text}, ${how}, ${by}`;
          return [`${purpose} by ${channel}`, `${granted ? 'yes' : 'no'}   (${proof})`];
        }),
      ),
    ),
  ];
}

/** What the member was told, and what was offered. */
export function messageLines({ messages, sent, coupons }: MemberDocument): readonly string[] {
  return [
    ...section('Messages', columns(messages.map(({ day, kind }) => [day, kind]))),
    ...section(
      'Messages of campaigns',
      columns(sent.map((message) => [`${message.campaignId}, ${message.step}`, whatBecame(message)])),
    ),
    ...section(
      'Coupons',
      columns(coupons.map(({ code, campaignId, endsOn }) => [code, `${campaignId}, until ${endsOn}`])),
    ),
  ];
}

/** The facts of a message in the order in which they are listed, or why there is none. */
function whatBecame({ channel, skipped, presumedSentAt, failedAt, facts }: ToldMessage): string {
  if (skipped !== null) return `not sent: ${skipped.reason}, ${skipped.at}`;
  if (failedAt !== null) return `not sent: failed, ${failedAt}`;
  const known = Object.entries({ ...(presumedSentAt === null ? {} : { presumedSentAt }), ...facts });
  const told = known.map(([fact, at]) => `${fact.replace(/At$/, '')} ${at}`);
  return [channel ?? 'no channel', ...told].join(', ');
}
