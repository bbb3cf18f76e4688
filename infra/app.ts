import { App, type Environment } from 'aws-cdk-lib';
import { addPerennial } from './perennial.ts';
import { stageNamed } from './stages.ts';

const app = new App();
addPerennial(app, stageNamed(app.node.tryGetContext('stage')), environmentOfCredentials());
app.synth();

/** Account and region that the CDK command line found for the credentials in use, if it found any. */
function environmentOfCredentials(): Environment | undefined {
  const account = process.env['CDK_DEFAULT_ACCOUNT'];
  const region = process.env['CDK_DEFAULT_REGION'];
  return account === undefined || region === undefined ? undefined : { account, region };
}
