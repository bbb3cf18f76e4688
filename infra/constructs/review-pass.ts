import { Duration } from 'aws-cdk-lib';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { resourceName, reviewMachineName } from '../../shared/config/names.ts';
import { FunctionMachine } from './function-machine.ts';
import type { AlarmSettings, ImpactAlarm } from './impact-alarm.ts';
import { reviewAlarms } from './review-alarms.ts';
import { reviewSteps, type ReviewFunctions } from './review-steps.ts';

export type ReviewPassProps = AlarmSettings & ReviewFunctions;

/** A pass that has not come to its end by then is stopped; the next tick's takes up what it left. */
const passTimeout = Duration.hours(20);

/** A business day has ended for no longer than this when its review begins. */
const tick = Duration.minutes(15);

/**
 * The pass over all accounts: a state machine that is started at every tick, and ends at once unless a business day has
 * ended that was not reviewed. Only functions know about days; the machine knows who comes after whom.
 */
export class ReviewPass extends Construct {
  readonly machine: StateMachine;
  readonly alarms: readonly ImpactAlarm[];

  constructor(scope: Construct, id: string, props: ReviewPassProps) {
    super(scope, id);
    const { settings, starter, reviewer, snapshotter, sealer } = props;
    this.machine = new FunctionMachine(this, 'Default', {
      settings,
      name: reviewMachineName,
      comment: 'Reviews every account for a business day that has ended, then takes its root',
      steps: reviewSteps(this, props, settings.reviewSegments),
      functions: [starter, reviewer, snapshotter, sealer],
      timeout: passTimeout,
    }).machine;
    this.schedule(settings.reviewScheduled, resourceName(settings.stage, reviewMachineName));
    this.alarms = reviewAlarms(this, props, this.machine);
  }

  private schedule(enabled: boolean, scheduleName: string): void {
    new Schedule(this, 'Schedule', {
      scheduleName,
      description: 'Starts the review every 15 minutes; it ends at once when no business day is due',
      schedule: ScheduleExpression.rate(tick),
      enabled,
      target: new StepFunctionsStartExecution(this.machine, {
        input: ScheduleTargetInput.fromObject({}),
        // A start that comes later than the next one is of no use.
        maxEventAge: tick,
        retryAttempts: 10,
      }),
    });
  }
}
