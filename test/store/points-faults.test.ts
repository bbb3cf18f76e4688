/**
 * Every call to DynamoDB × every way in which it can fail, with the SDK's own retries on: points that are
 * spent, held, given away, corrected and brought along.
 */
import { describe, it } from 'vitest';
import { expectTheSame } from './fault-harness.ts';
import { scenarios } from './points-fault-scenarios.ts';

describe.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) => {
  it('comes to the same whatever happens to any of its calls', async () => {
    await expectTheSame(scenario);
  });
});
