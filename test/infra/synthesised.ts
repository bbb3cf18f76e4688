import { join } from 'node:path';
import { inject } from 'vitest';
import * as z from 'zod/mini';
import { synthesise, type Synthesis } from '../../infra/synthesise.ts';
import { stages, type Stage } from '../../shared/config/names.ts';

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z._default(z.record(z.string(), z.unknown()), {}),
  DeletionPolicy: z.optional(z.string()),
  DependsOn: z.optional(z.array(z.string())),
});
const templateSchema = z.object({
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z._default(z.record(z.string(), z.unknown()), {}),
});

export type Resource = z.infer<typeof resourceSchema> & { readonly stack: string; readonly id: string };
export type SynthesisedStage = Synthesis & {
  readonly stage: Stage;
  readonly outdir: string;
  readonly templateFiles: readonly string[];
  /** All resources of all stacks. */
  readonly resources: readonly Resource[];
  readonly outputs: readonly string[];
};

const done = new Map<Stage, SynthesisedStage>();

/** The templates of one stage, synthesised without bundles, once for all test files of a process. */
export function synthesised(stage: Stage): SynthesisedStage {
  const known = done.get(stage);
  if (known !== undefined) return known;
  const outdir = join(inject('synthesisFolder'), stage);
  const synthesis = synthesise({ stage, outdir, bundled: false });
  const templates = synthesis.assembly.stacks.map((artifact) => {
    const template: unknown = artifact.template;
    return { stack: artifact.stackName, file: artifact.templateFullPath, ...templateSchema.parse(template) };
  });
  const result = {
    ...synthesis,
    stage,
    outdir,
    templateFiles: templates.map(({ file }) => file),
    resources: templates.flatMap(({ stack, Resources }) =>
      Object.entries(Resources).map(([id, resource]) => ({ ...resource, stack, id })),
    ),
    outputs: templates.flatMap(({ Outputs }) => Object.keys(Outputs)),
  };
  done.set(stage, result);
  return result;
}

/** Resources of a type in a stage, their properties read by a schema. */
export function resourcesOf<Shape extends z.core.$ZodShape>(stage: Stage, type: string, shape: Shape) {
  const schema = z.object(shape);
  return synthesised(stage)
    .resources.filter((resource) => resource.Type === type)
    .map((resource) => ({ ...resource, properties: schema.parse(resource.Properties) }));
}

/** Those resources of a type whose properties are as a schema says. */
export function resourcesLike<Shape extends z.core.$ZodShape>(stage: Stage, type: string, shape: Shape) {
  const schema = z.object(shape);
  return synthesised(stage)
    .resources.filter((resource) => resource.Type === type)
    .flatMap((resource) => {
      const parsed = schema.safeParse(resource.Properties);
      return parsed.success ? [{ ...resource, properties: parsed.data }] : [];
    });
}

export { stages };
