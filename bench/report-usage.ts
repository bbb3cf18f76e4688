/**
 * Preloaded into a process that is measured (`node --import`): writes what it has used to the file that
 * PERENNIAL_USAGE_FILE names, when it ends.
 */
import { writeFileSync } from 'node:fs';

const file = process.env['PERENNIAL_USAGE_FILE'];
if (file === undefined) throw new Error('PERENNIAL_USAGE_FILE is missing');
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeFileSync(file, JSON.stringify({ cpuMicros: userCPUTime + systemCPUTime, peakBytes: maxRSS * 1024 }));
});
