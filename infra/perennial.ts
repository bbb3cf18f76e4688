import { Aspects, AspectPriority, Tags, Validations, type App, type Environment } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { resourceName, type Stage } from '../shared/config/names.ts';
import { LocalStage, type LeftOut } from './local-stage.ts';
import { CampaignsStack } from './stacks/campaigns.ts';
import { DataStack } from './stacks/data.ts';
import { EngineStack } from './stacks/engine.ts';
import { OperationsStack } from './stacks/operations.ts';
import { stageSettings } from './stages.ts';

export type Perennial = {
  readonly data: DataStack;
  readonly engine: EngineStack;
  readonly campaigns: CampaignsStack;
  readonly operations: OperationsStack;
  /** What the local stage leaves out; known once the app is synthesised, empty in every other stage. */
  readonly leftOut: readonly LeftOut[];
};

/**
 * Puts the stacks of one stage into an app.
 *
 * @param environment account and region to fix the stacks to; without one they go where the credentials point
 */
export function addPerennial(app: App, stage: Stage, environment?: Environment): Perennial {
  const settings = stageSettings[stage];
  const props = environment === undefined ? {} : { env: environment };
  const data = new DataStack(app, resourceName(stage, 'data'), settings, props);
  const engine = new EngineStack(app, resourceName(stage, 'engine'), settings, data, props);
  const campaigns = new CampaignsStack(app, resourceName(stage, 'campaigns'), settings, data, {
    ...props,
    linksAddress: engine.linksAddress,
  });
  const operations = new OperationsStack(
    app,
    resourceName(stage, 'operations'),
    settings,
    data,
    { engine, campaigns },
    props,
  );
  Tags.of(app).add('application', 'perennial');
  Tags.of(app).add('stage', stage);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
  const localStage = new LocalStage();
  if (stage === 'local') Aspects.of(app).add(localStage, { priority: AspectPriority.MUTATING });
  return { data, engine, campaigns, operations, leftOut: localStage.leftOut };
}
