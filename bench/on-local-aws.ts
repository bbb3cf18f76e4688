/** A local AWS that is there for one measurement, and gone after it. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandIo } from '../cli/io.ts';
import { startInstance, stopInstance } from '../cli/local/instance.ts';
import { freePort } from '../cli/local/prerequisites.ts';
import { ensureVenv } from '../cli/local/venv.ts';

export async function onLocalAws<Result>(io: CommandIo, work: (endpoint: string) => Promise<Result>): Promise<Result> {
  const python = await ensureVenv(io);
  const folder = mkdtempSync(join(tmpdir(), 'perennial-bench-aws-'));
  const { endpoint } = await startInstance({ port: await freePort(), folder, python });
  const stop = async () => stopInstance(folder);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => void stop().then(() => process.exit(1)));
  try {
    return await work(endpoint);
  } finally {
    await stop();
  }
}
