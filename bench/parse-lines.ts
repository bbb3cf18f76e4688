/**
 * What any reader of a file of events has to do at least: read it as a stream, line by line, and parse each line. Prints
 * the CPU of the whole process, in microseconds, its start included, as that of `simulate` is counted.
 */
import { readLines } from '../cli/events/read-lines.ts';

const [, , file] = process.argv;
if (file === undefined) throw new Error('usage: node bench/parse-lines.ts FILE');
let parsed = 0;
for await (const { text = '' } of readLines(file)) {
  JSON.parse(text);
  parsed += 1;
}
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ lines: parsed, cpuMicros: user + system }));
