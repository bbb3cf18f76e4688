import { describe, expect, it } from 'vitest';
import { measureBundles } from '../../infra/bundle-sizes.ts';
import { bundling } from '../../infra/bundles.ts';
import { stageSettings } from '../../infra/stages.ts';
import { functionNames, stages } from '../../shared/config/names.ts';

describe('bundles', () => {
  const sizes = measureBundles();

  it('are made of every function', () => {
    expect(sizes.map(({ id }) => id)).toEqual(Object.values(functionNames));
  });

  it.each(sizes)('$id weighs at most 350 KB', ({ id, bytes, limit }) => {
    console.log(`${id}: ${bytes} of ${limit} bytes`);
    expect(limit).toBe(358_400);
    expect(bytes).toBeLessThanOrEqual(limit);
  });

  it('carry source maps everywhere but in prod', () => {
    expect(stages.filter((stage) => bundling(stageSettings[stage]).sourceMap === false)).toEqual(['prod']);
  });
});
