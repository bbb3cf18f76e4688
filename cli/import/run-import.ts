/** From a file of rows to a stream of event lines, or to the list of what is wrong with it. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import type { BadRow, Conversion, Converter } from './conversion.ts';
import { readText } from './text.ts';

export type ImportReport = {
  /** Events that the file gives. */
  events: number;
  /** Rows left out, by reason. */
  readonly leftOut: Record<string, number>;
  readonly notes: string[];
  readonly bad: BadRow[];
};

/** Reads the whole file and counts what it gives, writing nothing. */
export async function checkFile(file: string, convert: Converter): Promise<ImportReport> {
  const report: ImportReport = { events: 0, leftOut: {}, notes: [], bad: [] };
  for await (const conversion of convert(readText(file))) add(report, conversion);
  return report;
}

function add(report: ImportReport, conversion: Conversion): void {
  switch (conversion.kind) {
    case 'event':
      report.events += 1;
      break;
    case 'left-out':
      report.leftOut[conversion.reason] = (report.leftOut[conversion.reason] ?? 0) + 1;
      break;
    case 'note':
      report.notes.push(conversion.message);
      break;
    case 'bad':
      report.bad.push({ line: conversion.line, column: conversion.column, message: conversion.message });
      break;
  }
}

/** Writes the file's events as lines of NDJSON, waiting when the reader is slower than the file. */
export async function writeEvents(file: string, convert: Converter, to: NodeJS.WritableStream): Promise<void> {
  for await (const conversion of convert(readText(file))) {
    if (conversion.kind !== 'event') continue;
    if (!to.write(`${JSON.stringify(conversion.event)}\n`)) await once(to, 'drain');
  }
}

/** The same into a file, which is there when it is complete and not before. */
export async function writeEventsFile(file: string, convert: Converter, path: string): Promise<void> {
  const unfinished = `${path}.unfinished`;
  const stream = createWriteStream(unfinished);
  try {
    await writeEvents(file, convert, stream);
    stream.end();
    await finished(stream);
    await rename(unfinished, path);
  } catch (error) {
    stream.destroy();
    await rm(unfinished, { force: true });
    throw error;
  }
}
