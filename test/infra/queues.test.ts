/** Queues that functions take from, and those that they leave what failed in. */
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { queueNames, resourceName } from '../../shared/config/names.ts';
import { deployedNames, queuesOf } from './expected-parts.ts';
import { resourcesLike, resourcesOf, stages } from './synthesised.ts';

const arnOf = z.pipe(
  z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
  z.transform((it) => it['Fn::GetAtt'][0]),
);

describe.each(stages)('queues of the stage %s', (stage) => {
  const queues = resourcesOf(stage, 'AWS::SQS::Queue', {
    QueueName: z.string(),
    SqsManagedSseEnabled: z.optional(z.boolean()),
    VisibilityTimeout: z.optional(z.number()),
    MessageRetentionPeriod: z.number(),
    RedrivePolicy: z.optional(z.object({ deadLetterTargetArn: arnOf, maxReceiveCount: z.number() })),
  });
  const destination = z.object({ OnFailure: z.object({ Destination: arnOf }) });
  const mappings = resourcesOf(stage, 'AWS::Lambda::EventSourceMapping', {
    EventSourceArn: z.unknown(),
    FunctionName: z.object({ Ref: z.string() }),
    DestinationConfig: z.optional(destination),
  });
  const deadLetters: readonly string[] = [
    ...queues.flatMap(({ properties }) => properties.RedrivePolicy?.deadLetterTargetArn ?? []),
    ...mappings.flatMap(({ properties }) => properties.DestinationConfig?.OnFailure.Destination ?? []),
    // Of schedules that are made with the plans, long after the template: whoever approves a plan names this queue.
    ...queues.flatMap(({ id, properties }) =>
      properties.QueueName === resourceName(stage, queueNames.campaignStartsDeadLetters) ? [id] : [],
    ),
  ];

  it('are those that the names say', () => {
    expect(queues.map(({ properties }) => properties.QueueName).sort()).toEqual(deployedNames(stage, queuesOf(stage)));
  });

  it.each(queues)('$properties.QueueName is encrypted, and has dead letters or is such a queue', (queue) => {
    expect(queue.properties.SqsManagedSseEnabled).toBe(true);
    expect(queue.properties.RedrivePolicy !== undefined || deadLetters.includes(queue.id)).toBe(true);
  });

  it('take requests over TLS only', () => {
    const policies = resourcesOf(stage, 'AWS::SQS::QueuePolicy', {
      Queues: z.tuple([z.object({ Ref: z.string() })]),
      PolicyDocument: z.object({ Statement: z.array(z.object({ Effect: z.string(), Condition: z.unknown() })) }),
    });
    const closed = policies.filter(({ properties }) =>
      properties.PolicyDocument.Statement.some(
        ({ Effect, Condition }) =>
          Effect === 'Deny' && JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}',
      ),
    );
    expect(closed.map(({ properties }) => properties.Queues[0].Ref).sort()).toEqual(queues.map(({ id }) => id).sort());
  });

  it('hide a message for six times as long as its function may take', () => {
    const functions = resourcesOf(stage, 'AWS::Lambda::Function', { Timeout: z.number() });
    const timeouts = new Map(functions.map(({ id, properties }) => [id, properties.Timeout]));
    const checked = mappings.flatMap(({ properties }) => {
      const source = arnOf.safeParse(properties.EventSourceArn);
      const queue = source.success ? queues.find(({ id }) => id === source.data) : undefined;
      if (queue === undefined) return [];
      const timeout = timeouts.get(properties.FunctionName.Ref);
      expect(queue.properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * (timeout ?? Infinity));
      return [queue.id];
    });
    // Purchases, members, occasions, deliveries; and two of each channel.
    expect(checked).toHaveLength(stage === 'local' ? 14 : 8);
  });

  it('give a message up after five deliveries, and after a hundred where a provider may be busy for hours', () => {
    const counts = queues.flatMap(({ properties: { QueueName, RedrivePolicy } }) =>
      RedrivePolicy === undefined ? [] : [[QueueName, RedrivePolicy.maxReceiveCount] as const],
    );
    const expected = queuesOf(stage)
      .filter((name) => !/-(dlq|failures)$/.test(name))
      .map((name) => [resourceName(stage, name), name.startsWith('send-') ? 100 : 5]);
    expect(Object.fromEntries(counts)).toEqual(Object.fromEntries(expected));
  });

  it('hand messages to as many invocations at once as share a provider’s rate, and the others to the stage’s', () => {
    const named = new Map(queues.map(({ id, properties }) => [id, properties.QueueName]));
    const consumers = resourcesLike(stage, 'AWS::Lambda::EventSourceMapping', {
      EventSourceArn: arnOf,
      FunctionResponseTypes: z.tuple([z.literal('ReportBatchItemFailures')]),
      ScalingConfig: z.object({ MaximumConcurrency: z.number() }),
    });
    const found = consumers.map(({ properties }) => [
      named.get(properties.EventSourceArn),
      properties.ScalingConfig.MaximumConcurrency,
    ]);
    const ofStage = { local: 10, dev: 5, prod: 50 } as const;
    const expected = queuesOf(stage)
      .filter((name) => !/-(dlq|failures)$/.test(name))
      .map((name) => [resourceName(stage, name), name.startsWith('send-') ? 2 : ofStage[stage]]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
  });
});
