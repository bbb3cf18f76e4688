import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { stages } from '../../shared/config/names.ts';
import { resourcesOf } from './synthesised.ts';

const machine = {
  DefinitionString: z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) }),
};
const definition = z.object({ States: z.record(z.string(), z.looseObject({})) });

it.each(stages)(
  'in the stage %s a call of the review is told where the one before it ended, and what failed',
  (stage) => {
    const [review] = resourcesOf(stage, 'AWS::StepFunctions::StateMachine', machine);
    const [, pieces] = review?.properties.DefinitionString['Fn::Join'] ?? ['', []];
    const text = pieces.map((piece) => (typeof piece === 'string' ? piece : 'reference')).join('');
    const { States: states } = definition.parse(JSON.parse(text));
    expect(states['Go on where it ended']).toMatchObject({
      Parameters: { 'day.$': '$.day', 'startKey.$': '$.nextKey', 'failed.$': '$.failed' },
      Next: 'Review accounts',
    });
  },
);
