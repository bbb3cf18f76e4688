/** What the functions work with, in memory. */
import { applyEvents } from '../../shared/commands/apply-events.ts';
import type { IntakeDependencies } from '../../shared/commands/take-in-events.ts';
import type { ReviewDependencies } from '../../shared/commands/review-members.ts';
import type { ProgrammeVersions } from '../../shared/domain/programme.ts';
import { instantOf } from '../../shared/domain/zone.ts';
import { openText, sealText } from '../../shared/platform/sealed-text.ts';
import { memoryIntake } from '../../shared/store/memory/memory-intake.ts';
import { memoryMessages } from '../../shared/store/memory/memory-messages.ts';
import { memoryPasses } from '../../shared/store/memory/memory-passes.ts';
import { memorySettings } from '../../shared/store/memory/memory-settings.ts';
import { MemoryStore } from '../../shared/store/memory/memory-store.ts';
import type { Rejection } from '../../shared/store/store.ts';
import { digests } from '../fixtures/ledger.ts';
import { programmeWith } from '../fixtures/programme.ts';

const key = Buffer.alloc(32, 3);

export function memoryEngine(versions: ProgrammeVersions = [programmeWith()]) {
  const store = new MemoryStore();
  let ids = 0;
  const shared = {
    ledger: store,
    members: store,
    programmes: async () => Promise.resolve(versions),
    digests,
    newMemberId: () => `member-${String((ids += 1))}`,
    backOff: async () => Promise.resolve(),
  };
  const intake: IntakeDependencies = {
    ...shared,
    apply: applyEvents,
    intake: memoryIntake(store),
    seal: (text) => sealText(key, text),
    now: () => '2026-11-22T00:00:00Z',
  };
  const reviewer: Omit<ReviewDependencies, 'timeLeft'> = {
    ...shared,
    settings: memorySettings(),
    messages: memoryMessages(),
    passes: memoryPasses(),
    // Noon of 22 November where the programme is.
    now: () => instantOf(Date.UTC(2026, 10, 22, 4)),
    sleep: async () => Promise.resolve(),
    unitsPerSecond: 1_000_000,
  };
  return { store, intake, reviewer };
}

/** The event of a rejection, as whoever has the key reads it. */
export function sealedEvent({ sealedEvent: sealed }: Rejection): unknown {
  return JSON.parse(openText(key, sealed));
}
