import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { ClientSettings } from './stage-connection.ts';

const complete = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE'];

/** Whether all these stacks are there and whole. */
export async function stacksAreComplete(names: readonly string[], settings: ClientSettings): Promise<boolean> {
  const client = new CloudFormationClient(settings);
  try {
    const found = await Promise.all(names.map((name) => stackStatus(client, name)));
    return found.every((status) => status !== undefined && complete.includes(status));
  } finally {
    client.destroy();
  }
}

async function stackStatus(client: CloudFormationClient, name: string): Promise<string | undefined> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    return Stacks[0]?.StackStatus;
  } catch (error) {
    // The only way in which CloudFormation says that there is no such stack.
    if (error instanceof Error && error.name === 'ValidationError') return undefined;
    throw error;
  }
}

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z.optional(z.object({ stackName: z.optional(z.string()) })),
      additionalMetadataFile: z.optional(z.string()),
    }),
  ),
});

const metadataSchema = z.record(z.string(), z.array(z.object({ type: z.string(), data: z.optional(z.unknown()) })));

export type Assembly = {
  /** Names of the stacks, as CloudFormation knows them. */
  readonly stacks: readonly string[];
  /** Notes that the app attached to its constructs, such as what the local stage leaves out and why. */
  readonly notes: readonly string[];
};

/** What the folder of a synthesised app says about it; undefined when nothing was synthesised there. */
export async function readAssembly(outDir: string): Promise<Assembly | undefined> {
  const manifest = join(outDir, 'manifest.json');
  if (!existsSync(manifest)) return undefined;
  const { artifacts } = manifestSchema.parse(JSON.parse(await readFile(manifest, 'utf8')));
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const files = stacks.flatMap(([, { additionalMetadataFile }]) => additionalMetadataFile ?? []);
  const notes = await Promise.all(files.map((file) => readNotes(join(outDir, file))));
  return {
    stacks: stacks.map(([id, { properties }]) => properties?.stackName ?? id),
    notes: [...new Set(notes.flat())],
  };
}

async function readNotes(file: string): Promise<string[]> {
  const entries = Object.values(metadataSchema.parse(JSON.parse(await readFile(file, 'utf8')))).flat();
  return entries.flatMap(({ type, data }) => (type === 'aws:cdk:info' && typeof data === 'string' ? [data] : []));
}
