import { exportMember as exported } from '../commands/export-member.ts';
import type { ExportDependencies } from '../commands/export-member.ts';
import { findAccount } from '../commands/view-account.ts';
import { exportMember } from '../contracts/http/exports.ts';
import { problem } from './exchange.ts';
import { route } from './route.ts';

/**
 * The most that an answer may weigh as a function hands it over, in bytes (5 MB): AWS Lambda takes 6 MB, and of whatever
 * is beyond that only says that the function failed.
 */
const answerBytesAtMost = 5 * 1024 * 1024;

/**
 * Each entry stands in an export twice, as it is told and as it is stored with its hashes, and weighs no less than this (the
 * test weighs one of each kind). Whoever has more than fit would be read for nothing.
 */
const entryBytesAtLeast = 512;
const entriesAtMost = Math.floor(answerBytesAtMost / entryBytesAtLeast);

/** A function hands its answer over as a text within JSON, where each quotation mark weighs twice. */
function handedOverBytes(document: unknown): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify(document)));
}

/** The routes of the resource `exports`. */
export const exportRoutes = [
  route(exportMember, async (deps: ExportDependencies, { path }) => {
    const found = await findAccount(deps, path.memberId, 'memberId');
    if ('refusal' in found) return found;
    const { memberId, seq } = found.account;
    if (seq > entriesAtMost) return problem('export-too-large');
    const read = await exported(deps, memberId);
    // Somebody who was there a moment ago has been forgotten since.
    if ('refusal' in read) return { refusal: { ...read.refusal, field: 'memberId' } };
    return handedOverBytes(read.document) > answerBytesAtMost ? problem('export-too-large') : read;
  }),
];
