import { PassThrough } from 'node:stream';
import { createIo, type CommandIo, type Environment } from '../../cli/io.ts';

/** An io that keeps what is said, for tests of what lies under the commands. */
export function recordingIo(env: Environment = {}): { io: CommandIo; said: () => string } {
  const stderr = new PassThrough({ encoding: 'utf8' });
  const pieces: unknown[] = [];
  stderr.on('data', (piece) => pieces.push(piece));
  return { io: createIo({ stdout: stderr, stderr }, env, false), said: () => pieces.join('') };
}
