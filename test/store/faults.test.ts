/**
 * Every call to DynamoDB × every way in which it can fail, with the SDK's own retries on: people who come and what they
 * buy. What happens to their points afterwards is in points-faults.test.ts and return-faults.test.ts.
 */
import { describe, it } from 'vitest';
import { expectTheSame } from './fault-harness.ts';
import { scenarios } from './fault-scenarios.ts';

describe.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) => {
  it('comes to the same whatever happens to any of its calls', async () => {
    await expectTheSame(scenario);
  });
});
