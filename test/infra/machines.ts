/** State machines as the templates define them. */
import * as z from 'zod/mini';
import { resourceName, type Stage } from '../../shared/config/names.ts';
import { resourcesOf } from './synthesised.ts';

const states = z.record(z.string(), z.looseObject({ Type: z.string() }));

/** A state that does the same for each of a list. */
export const mapState = z.object({
  ItemsPath: z.string(),
  ResultPath: z.string(),
  MaxConcurrency: z.int(),
  ItemProcessor: z.object({
    ProcessorConfig: z.object({ Mode: z.string() }),
    StartAt: z.string(),
    States: states,
  }),
});

/**
 * The machine of a name; what refers to other resources is only said to.
 *
 * @throws when the stage has none
 */
export function machineOf(stage: Stage, name: string) {
  const machines = resourcesOf(stage, 'AWS::StepFunctions::StateMachine', {
    StateMachineName: z.string(),
    DefinitionString: z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) }),
  });
  const machine = machines.find(({ properties }) => properties.StateMachineName === resourceName(stage, name));
  if (machine === undefined) throw new Error(`the stage ${stage} has no machine ${name}`);
  const [, pieces] = machine.properties.DefinitionString['Fn::Join'];
  const text = pieces.map((piece) => (typeof piece === 'string' ? piece : JSON.stringify(piece).replaceAll('"', "'")));
  const definition = z
    .object({ StartAt: z.string(), States: states, TimeoutSeconds: z.int() })
    .parse(JSON.parse(text.join('')));
  return { ...definition, id: machine.id };
}

/** What a step does that fails or is killed. */
export const retries = (more: number) => [
  {
    ErrorEquals: ['States.ALL'],
    IntervalSeconds: 10,
    MaxAttempts: more,
    BackoffRate: 2,
    JitterStrategy: 'FULL',
  },
];
