/** What any reader of a file of events has to do at least: prints the CPU, in microseconds, of reading and parsing it. */
import { readFileSync } from 'node:fs';

const [, , file] = process.argv;
if (file === undefined) throw new Error('usage: node bench/parse-lines.ts FILE');
const before = process.cpuUsage();
let parsed = 0;
for (const line of readFileSync(file, 'utf8').split('\n')) {
  if (line === '') continue;
  JSON.parse(line);
  parsed += 1;
}
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ lines: parsed, cpuMicros: user + system }));
