import { expect, it } from 'vitest';
import { fixedCounts } from '../../cli/cost/quantities.ts';
import { stageSettings } from '../../infra/stages.ts';
import { assumptions } from '../../cli/cost/assumptions.ts';
import { synthesised } from './synthesised.ts';

const count = (type: string) => BigInt(synthesised('prod').resources.filter(({ Type }) => Type === type).length);

it('what a deployment has anyway is what the cost is computed with', () => {
  expect(count('AWS::KMS::Key')).toBe(fixedCounts.keys);
  expect(count('AWS::SecretsManager::Secret')).toBe(fixedCounts.secrets);
  expect(count('AWS::CloudWatch::Dashboard')).toBe(fixedCounts.dashboards);
  expect(assumptions.segments.usual).toBe(BigInt(stageSettings.prod.reviewSegments));
});

it('there is room for some more alarms, and not for twice as many', () => {
  const alarms = count('AWS::CloudWatch::Alarm') + count('AWS::CloudWatch::CompositeAlarm');
  expect(alarms).toBeLessThanOrEqual(fixedCounts.alarms);
  expect(alarms * 2n).toBeGreaterThan(fixedCounts.alarms);
});
