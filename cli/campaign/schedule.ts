/**
 * The schedule of a plan in EventBridge Scheduler. It follows from the plan: whatever changed the plan, and however far it
 * came, `followPlan` brings the schedule into line with it, as often as it is asked to.
 */
import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { Plan } from '../../shared/contracts/campaign-records.ts';
import type { Campaign } from '../../shared/domain/campaigns/campaign.ts';
import { scheduledTimeHere } from '../../shared/domain/campaigns/scheduled-time.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import type { Instant } from '../../shared/domain/zone.ts';
import type { Machine, Office } from './office.ts';

const secondsOfDay = 86_400;

/** When a plan runs by itself. */
export type PlanSchedule = {
  readonly expression: string;
  readonly timeZone: string;
  readonly enabled: boolean;
};

/**
 * The schedule that a plan is to have; null where it has none: it follows an event, nobody approved it, it was cancelled, or
 * its only time is over.
 *
 * @param approved the version that is approved; undefined where none is
 */
function scheduleOf(
  { state }: Pick<Plan, 'state'>,
  approved: Pick<Campaign, 'trigger'> | undefined,
  now: Instant,
): PlanSchedule | null {
  const isOn = state === 'approved' || state === 'paused';
  if (!isOn || approved === undefined || approved.trigger.by === 'event') return null;
  const { trigger } = approved;
  const enabled = state === 'approved';
  if (trigger.by === 'cron') return { expression: `cron(${trigger.cron})`, timeZone: trigger.timeZone, enabled };
  if (trigger.at <= now) return null;
  // Of a time that a clock shows twice only UTC says which of the two is meant.
  return { expression: `at(${formatInstant(trigger.at).slice(0, 19)})`, timeZone: 'UTC', enabled };
}

async function remove(scheduler: SchedulerClient, name: string, { scheduleGroup }: Machine): Promise<void> {
  try {
    await scheduler.send(new DeleteScheduleCommand({ Name: name, GroupName: scheduleGroup }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
}

function requestOf(campaign: Campaign, { expression, timeZone, enabled }: PlanSchedule, machine: Machine) {
  return {
    // An id has no characters that a schedule's name may not have, and is no longer than that.
    Name: campaign.id,
    GroupName: machine.scheduleGroup,
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: timeZone,
    FlexibleTimeWindow: { Mode: 'OFF' as const },
    // A time that is over never comes again: what is left of it would only count against the account's quota.
    ActionAfterCompletion: campaign.trigger.by === 'at' ? ('DELETE' as const) : ('NONE' as const),
    State: enabled ? ('ENABLED' as const) : ('DISABLED' as const),
    Target: {
      Arn: machine.machineArn,
      RoleArn: machine.scheduleRoleArn,
      Input: JSON.stringify({ campaignId: campaign.id, scheduledTime: scheduledTimeHere }),
      DeadLetterConfig: { Arn: machine.startFailuresArn },
      // What starts later than its messages may be sent helps nobody.
      RetryPolicy: {
        MaximumEventAgeInSeconds: Math.min(campaign.expiresAfterHours * 3600, secondsOfDay),
        MaximumRetryAttempts: 185,
      },
    },
  };
}

/** Makes the schedule of a plan what it is to be. @returns it, or null where there is none from now on */
export async function followPlan(
  { scheduler, machine, published, now }: Pick<Office, 'scheduler' | 'machine' | 'published' | 'now'>,
  plan: Plan,
): Promise<PlanSchedule | null> {
  const { approvedHash, campaignId } = plan;
  const approved = approvedHash === null ? undefined : (await published(approvedHash)).campaign;
  const wanted = scheduleOf(plan, approved, now());
  const place = await machine();
  if (wanted === null || approved === undefined) {
    await remove(scheduler, campaignId, place);
    return null;
  }
  const request = requestOf(approved, wanted, place);
  try {
    await scheduler.send(new UpdateScheduleCommand(request));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    try {
      await scheduler.send(new CreateScheduleCommand(request));
    } catch (conflict) {
      // Somebody else does the same for the same plan.
      if (!(conflict instanceof ConflictException)) throw conflict;
      await scheduler.send(new UpdateScheduleCommand(request));
    }
  }
  return wanted;
}
