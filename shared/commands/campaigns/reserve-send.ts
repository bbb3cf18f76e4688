/** Counts a message for its member's frequency caps, before it is sent: two senders never take the same place. */
import { reserve } from '../../domain/campaigns/caps.ts';
import type { Caps } from '../../domain/campaigns/campaign.ts';
import type { Send } from '../../domain/campaigns/caps.ts';
import type { OutboxStore, VersionedSends } from '../../store/outbox-store.ts';
import type { Dependencies } from '../dependencies.ts';
import { untilSettled } from '../retry.ts';

/**
 * Reserves a message once, however often it is tried.
 *
 * @param read what was read with the message
 * @returns whether there is a place for it
 * @throws ContentionError when other senders kept reserving; nothing was reserved, and it may be tried again
 */
export async function reserveSend(
  deps: Pick<Dependencies, 'backOff'> & { readonly outbox: Pick<OutboxStore, 'read' | 'putSends'> },
  { memberId, send, caps }: { readonly memberId: string; readonly send: Send; readonly caps: Caps },
  read: VersionedSends,
): Promise<boolean> {
  return untilSettled<boolean>(deps, async (attempt) => {
    const known = attempt === 0 ? read : (await deps.outbox.read(memberId, send.messageId)).sends;
    const reservation = reserve(known.sends, send, caps);
    if (reservation.is !== 'reserved') return reservation.is === 'known';
    const result = await deps.outbox.putSends(memberId, reservation.sends, known.version);
    return result === 'committed' ? true : undefined;
  });
}
