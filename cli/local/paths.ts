import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that has package.json in it. */
export const projectFolder = fileURLToPath(new URL('../../', import.meta.url));

/** Everything that belongs to this machine alone; never committed, and gone when it is deleted. */
export const localFolder = join(projectFolder, '.local');

/** The one local AWS of this checkout: its process, its log, what was deployed to it. */
export const localAwsFolder = join(localFolder, 'aws');

export const venvFolder = join(localFolder, 'venv');

/** The folder with Node 24 in it. In front of everything on a PATH, because functions run on the first `node` there. */
export const nodeFolder = join(projectFolder, 'node_modules', 'node', 'bin');
