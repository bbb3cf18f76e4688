import { Annotations, CfnResource, Stack, type IAspect } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';

/** Something that the local emulator refuses to deploy, and why the local stage can do without it. */
export type EmulatorLack = {
  readonly what: string;
  readonly reason: string;
  readonly concerns: (resource: CfnResource) => boolean;
};

/** A resource that was left out of the local stage. */
export type LeftOut = {
  /** Path of the construct within the app, the resource's own node not counted. */
  readonly path: string;
  readonly what: string;
  readonly reason: string;
};

/** Each of these makes the emulator refuse the whole change set; `docs/local-stage.md` lists what falls under them. */
export const emulatorLacks = [
  {
    what: 'AWS::Events::Archive',
    reason: 'the emulator knows archives through its API only; locally nothing needs to be sent again',
    concerns: (resource) => resource.cfnResourceType === 'AWS::Events::Archive',
  },
  {
    what: 'AWS::CloudWatch::CompositeAlarm',
    reason: 'the emulator has no composite alarms; the alarms that it sums up are there',
    concerns: (resource) => resource.cfnResourceType === 'AWS::CloudWatch::CompositeAlarm',
  },
  {
    what: 'AWS::CloudWatch::Alarm with metric math',
    reason: 'the emulator evaluates alarms on one metric only',
    concerns: (resource) => CfnAlarm.isCfnAlarm(resource) && resource.metrics !== undefined,
  },
  {
    what: 'AWS::SMSVOICE::ConfigurationSet',
    reason: 'the emulator has no text messages; what an event of one says is tried with events put into the queue',
    concerns: (resource) => resource.cfnResourceType === 'AWS::SMSVOICE::ConfigurationSet',
  },
] as const satisfies readonly EmulatorLack[];

/**
 * Leaves out of the local stage exactly what the emulator lacks, and keeps the list of it. Everything else is the stack
 * that is deployed to AWS.
 */
export class LocalStage implements IAspect {
  readonly leftOut: LeftOut[] = [];

  visit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node)) return;
    const lack = emulatorLacks.find(({ concerns }) => concerns(node));
    if (lack === undefined) return;
    const owner = node.node.scope;
    if (owner === undefined) return;
    owner.node.tryRemoveChild(node.node.id);
    const path = node.node.id === 'Resource' ? owner.node.path : node.node.path;
    this.leftOut.push({ path, what: lack.what, reason: lack.reason });
    Annotations.of(Stack.of(owner)).addInfo(`The local stage leaves out ${path} (${lack.what}): ${lack.reason}.`);
  }
}
