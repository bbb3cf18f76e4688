/** What `npm start` shows of what was refused. */
import type { Rejection } from '../../shared/store/store.ts';
import type { CommandIo } from '../io.ts';

/** Prints rejections: which event, why, and that it lies in the rejected store. */
export function printRejections(io: CommandIo, rejections: readonly Rejection[]): void {
  io.out('Refused, and kept with the reason for 14 days');
  for (const { refusal, detailType, eventId } of rejections) {
    const where = refusal.field === undefined ? '' : ` in ${refusal.field}`;
    io.out(`  ${eventId ?? 'an event without an id'} (${detailType}): ${refusal.code}${where}`);
    io.out(`      rule: ${refusal.rule ?? refusal.message}`);
  }
  io.out('');
}
