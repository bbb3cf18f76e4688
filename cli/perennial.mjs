#!/usr/bin/env node
// Starts the command line. Plain JavaScript, because the Node that the machine has may be too old for TypeScript: then
// the same command runs again under the Node 24 that `npm ci` brought along.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const neededMajor = 24;
const ownNode = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
const compileCache = fileURLToPath(new URL('../node_modules/.cache/perennial', import.meta.url));

if (Number.parseInt(process.versions.node, 10) >= neededMajor) {
  nodeModule.enableCompileCache(compileCache);
  // To be ended by a signal skips the clean-up at exit, and with it the end of programs that a command has started.
  for (const signal of signals) process.on(signal, () => process.exit(128 + constants.signals[signal]));
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2));
} else if (existsSync(ownNode)) {
  runAgain();
} else {
  process.stderr.write(
    `perennial needs Node ${neededMajor}, and this is Node ${process.versions.node}.\n` +
      'Run `npm ci` in the project first: it installs Node 24 next to the other dependencies.\n',
  );
  process.exitCode = 1;
}

/** Runs the same command under the project's own Node and ends as that one ends. */
function runAgain() {
  const child = spawn(ownNode, process.argv.slice(1), { stdio: 'inherit' });
  // The child decides when to end; it does not mind hearing of a Ctrl-C twice.
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`perennial: cannot start ${ownNode}: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal ?? 'SIGTERM'];
  });
}
