/**
 * What the links in messages say: which member and message they belong to, by ids that mean nothing, and what they are
 * for. How they are written and signed is in `shared/platform/signed-link.ts`.
 */
import * as z from 'zod/mini';
import { consentChannels, consentPurposes } from '../domain/consent.ts';
import { id } from './primitives.ts';

const of = { memberId: id, messageId: id };

/** Longer addresses do not work in every mail program. */
const targetUnitsAtMost = 2000;

function isHttps(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}

/** By kind of link. */
export const linkSchemas = {
  /** To the page on which a member says what may be sent, and where. */
  preference: z.object(of),
  /** Ends messages of one purpose on one channel. */
  unsubscribe: z.object({
    ...of,
    campaignId: id,
    purpose: z.enum(consentPurposes),
    channel: z.enum(consentChannels),
  }),
  /** To an address of the shop, over us, so that the click is counted. */
  click: z.object({
    ...of,
    target: z.string().check(z.maxLength(targetUnitsAtMost), z.refine(isHttps)),
  }),
} as const;
export type LinkKind = keyof typeof linkSchemas;
export type LinkPayload<Kind extends LinkKind> = z.output<(typeof linkSchemas)[Kind]>;
