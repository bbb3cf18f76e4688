/** What `perennial cost` counts of campaigns beside their budgets: each step of a message, and what is kept of it and of a row. */
import { packedPart } from '../shared/store/s3/manifest-store.ts';
import { openSending, plannedRows } from './campaign-budgets.ts';
import type { Usage } from './meter.ts';
import { measureItems } from './stored-sizes.ts';

type Units = Pick<Usage, 'writeUnits' | 'readUnits'>;

export type CampaignCounts = {
  readonly units: {
    readonly 'message.sent': Units;
    /** Beyond the most that a member may get. */
    readonly 'message.skipped': Units;
    /** The provider tells what its answer has told before. */
    readonly 'message.accepted': Units;
    /** Delivered, opened or clicked. */
    readonly 'message.fact': Units;
  };
  readonly bytes: {
    /** Of a message of which everything is known. */
    readonly message: number;
    /** Packed, of a part with its like. */
    readonly manifestRow: number;
  };
};

/** Measures on a local AWS that is there for nothing else. */
export async function measureCampaignCounts(endpoint: string): Promise<CampaignCounts> {
  const { engine, send, tell } = await openSending(endpoint);
  const unitsOf = async (work: () => Promise<void>): Promise<Units> => {
    const { writeUnits, readUnits } = await engine.meter.measure(work);
    return { writeUnits, readUnits };
  };
  const sent = await unitsOf(async () => send('three', 'sent'));
  const accepted = await unitsOf(async () => tell('three', 'acceptedAt'));
  const fact = await unitsOf(async () => tell('three', 'deliveredAt'));
  await tell('three', 'openedAt');
  await tell('three', 'clickedAt');
  const largest = Math.max(...(await measureItems(endpoint, engine.tables.messages)));
  const skipped = await unitsOf(async () => send('four', 'skipped'));
  const rows = await plannedRows(endpoint);
  const packed = await packedPart(rows);
  return {
    units: { 'message.sent': sent, 'message.skipped': skipped, 'message.accepted': accepted, 'message.fact': fact },
    bytes: { message: largest, manifestRow: Math.round(packed.length / rows.length) },
  };
}
