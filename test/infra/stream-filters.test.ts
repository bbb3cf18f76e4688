import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { functionNames } from '../../shared/config/names.ts';
import { resourcesOf, stages } from './synthesised.ts';

const shape = {
  EventSourceArn: z.unknown(),
  FunctionName: z.unknown(),
  FilterCriteria: z.optional(z.object({ Filters: z.array(z.object({ Pattern: z.string() })) })),
};

it.each(stages)('what is told of messages and runs, and nothing else, invokes a function in the stage %s', (stage) => {
  const id = functionNames.publishMessages.replaceAll('-', '');
  const mappings = resourcesOf(stage, 'AWS::Lambda::EventSourceMapping', shape).filter(({ properties }) =>
    JSON.stringify(properties.FunctionName).toLowerCase().includes(id),
  );
  const filters = mappings.map(({ properties: { EventSourceArn, FilterCriteria } }) => {
    const table = /FnGetAtt([A-Z][a-z]+)Table/.exec(JSON.stringify(EventSourceArn))?.[1];
    return [table, FilterCriteria?.Filters.map(({ Pattern }): unknown => JSON.parse(Pattern))] as const;
  });
  const appears = (type: 'S' | 'N') => ({ [type]: [{ exists: true }] });
  const ofRun = { Keys: { sort: { S: [{ prefix: 'run#' }] } } };
  expect(Object.fromEntries(filters)).toEqual({
    Messages: [
      { eventName: ['INSERT'], dynamodb: { NewImage: { kind: appears('S') } } },
      { eventName: ['INSERT', 'MODIFY'], dynamodb: { NewImage: { news: appears('S') } } },
    ],
    Campaigns: [
      { eventName: ['INSERT'], dynamodb: ofRun },
      { eventName: ['MODIFY'], dynamodb: { ...ofRun, NewImage: { endedAt: appears('N') } } },
    ],
  });
});
