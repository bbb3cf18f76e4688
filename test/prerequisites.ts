/** `npm run prerequisites`: the virtual environment with the local AWS and cfn-lint, or a sentence on what is missing. */
import { Failure } from '../cli/failure.ts';
import { createIo } from '../cli/io.ts';
import { ensureVenv } from '../cli/local/venv.ts';

try {
  await ensureVenv(createIo(process, process.env, false));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(`${error.message}\n${error.next}\n`);
  console.error('The tests run local AWSs of their own and cfn-lint, for which they need Python in any case.');
  process.exitCode = 1;
}
