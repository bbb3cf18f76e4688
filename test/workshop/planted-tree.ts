import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The project's root, as an absolute path. */
export const projectRoot = join(import.meta.dirname, '../..');

const workshopFiles = ['package.json', 'tsconfig.json', '.dependency-cruiser.mjs', 'eslint.config.mjs'];

export type PlantedFile = { file: string; text: string };

export type PlantedTree = {
  /** Absolute path of the tree. */
  root: string;
  /** Deletes the tree. */
  remove: () => void;
};

/**
 * A temporary tree with this project's tools and settings and only the given files, paths relative to its root. What a
 * rule says about them is what it would say about the same files here.
 */
export function plantTree(files: readonly PlantedFile[]): PlantedTree {
  const root = mkdtempSync(join(tmpdir(), 'perennial-planted-'));
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  for (const file of workshopFiles) copyFileSync(join(projectRoot, file), join(root, file));
  for (const { file, text } of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
