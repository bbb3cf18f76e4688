import { parseEvent } from '../../shared/contracts/parse-event.ts';
import type { EventCheck } from './dead-letter.ts';

/** The contract's own check: what the functions would refuse is not sent to them again. */
export const checkEvent: EventCheck = (entry) => {
  const result = parseEvent(entry);
  if (result.ok) return undefined;
  const { code, message } = result.refusal;
  return `${code}: ${message}`;
};
