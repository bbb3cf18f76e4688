import type { ProgrammePointer, ReviewLease, SettingsStore } from '../store.ts';

/** Programme versions and the reviews done, in memory. */
export function memorySettings(): SettingsStore {
  const documents = new Map<string, string>();
  let pointer: ProgrammePointer | undefined;
  let reviewed: string | undefined;
  let lease: ReviewLease | undefined;
  return {
    pointer: async () => Promise.resolve(pointer),
    async programme(hash) {
      const text = documents.get(hash);
      const document: unknown = text === undefined ? undefined : JSON.parse(text);
      return Promise.resolve(document);
    },
    async publish(hash, document, next) {
      documents.set(hash, JSON.stringify(document));
      if (pointer !== undefined && pointer.revision !== next.revision - 1) return Promise.resolve('conflict');
      pointer = next;
      return Promise.resolve('committed');
    },
    reviewedThrough: async () => Promise.resolve(reviewed),
    async putReviewedThrough(day) {
      if (reviewed === undefined || reviewed < day) reviewed = day;
      return Promise.resolve();
    },
    async leaseReview(asked, now) {
      const free = lease === undefined || lease.run === asked.run || lease.until <= now;
      if (free) lease = asked;
      return Promise.resolve(free);
    },
  };
}
