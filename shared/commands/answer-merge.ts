import { entryIds } from '../domain/entry.ts';
import type { MergeEvent } from '../contracts/parse-event.ts';
import type { Way } from './answer-request.ts';
import { mergeMembers } from './merge-members.ts';

/** Requests that two members be one. */
export const ofMerges: Way<MergeEvent> = {
  isOf: (event) => event.type === 'member.merged',
  placesOf: ({ data }) => [entryIds.merge(data.requestId)],
  apply: mergeMembers,
};
