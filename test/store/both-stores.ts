/** Both implementations of the stores, each opened empty: whatever holds for one has to hold for the other. */
import { inject } from 'vitest';
import { createTables, localClient, storesOver } from '../../bench/local-stores.ts';
import type { Stores } from '../../bench/local-stores.ts';
import { memoryCampaigns } from '../../shared/store/memory/memory-campaigns.ts';
import { memoryCoupons } from '../../shared/store/memory/memory-coupons.ts';
import { memoryIntake } from '../../shared/store/memory/memory-intake.ts';
import { memoryMessages } from '../../shared/store/memory/memory-messages.ts';
import { memoryOutbox } from '../../shared/store/memory/memory-outbox.ts';
import { memorySettings } from '../../shared/store/memory/memory-settings.ts';
import { MemoryStore } from '../../shared/store/memory/memory-store.ts';

async function openMemory(): Promise<Stores> {
  const store = new MemoryStore();
  return Promise.resolve({
    ledger: store,
    members: store,
    settings: memorySettings(),
    intake: memoryIntake(store),
    messages: memoryMessages(),
    campaigns: memoryCampaigns(),
    outbox: memoryOutbox(),
    coupons: memoryCoupons(),
  });
}

async function openDynamodb(): Promise<Stores> {
  const client = localClient(inject('endpoint'));
  return storesOver(client, await createTables(client));
}

export const bothStores = [
  { store: 'memory', open: openMemory },
  { store: 'dynamodb', open: openDynamodb },
];
