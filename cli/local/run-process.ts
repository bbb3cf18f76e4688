import { spawn } from 'node:child_process';
import type { Environment } from '../io.ts';

export type RunOptions = {
  readonly env: Environment;
  readonly cwd?: string;
  /** Milliseconds after which the process and everything it started are ended. */
  readonly limitMs: number;
  /** Called with whole lines of both outputs, as they come. */
  readonly onLine?: (line: string) => void;
};

export type RunResult = {
  /** The exit code, or why there is none. */
  readonly end: number | 'not-found' | 'out-of-time' | 'killed';
  /** Both outputs in the order they came. */
  readonly output: string;
};

/** Runs a program to its end, or to the end of its time. Never throws for what the program does. */
export async function runProcess(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  // A group of its own, so that running out of time also ends what the program has started.
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...options.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const endWithUs = (): void => {
    endGroup(child.pid);
  };
  process.once('exit', endWithUs);
  let outOfTime = false;
  const timer = setTimeout(() => {
    outOfTime = true;
    endGroup(child.pid);
  }, options.limitMs);
  const lines = lineCollector(options.onLine);
  child.stdout.setEncoding('utf8').on('data', lines.take);
  child.stderr.setEncoding('utf8').on('data', lines.take);
  const end = await new Promise<RunResult['end']>((resolve) => {
    child.on('error', () => {
      resolve('not-found');
    });
    child.on('close', (code) => {
      resolve(outOfTime ? 'out-of-time' : (code ?? 'killed'));
    });
  });
  clearTimeout(timer);
  process.off('exit', endWithUs);
  return { end, output: lines.finish() };
}

/** Ends a process group at once; without effect when it has ended already. */
export function endGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function lineCollector(onLine: ((line: string) => void) | undefined): {
  take: (text: string) => void;
  finish: () => string;
} {
  let output = '';
  let rest = '';
  return {
    take: (text) => {
      output += text;
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine?.(line);
    },
    finish: () => {
      if (rest !== '') onLine?.(rest);
      return output;
    },
  };
}
