/** The schedules of all plans of a stage, removed with the plans. */
import { DeleteScheduleCommand, paginateListSchedules, SchedulerClient } from '@aws-sdk/client-scheduler';
import { campaignOutputs } from '../../shared/config/names.ts';
import type { Stage } from '../../shared/config/names.ts';
import type { ClientSettings } from '../local/stage-connection.ts';
import { stackOutputs } from '../stack-output.ts';

/** Removes every schedule in the group of the stage's plans; without such a group there is none. */
export async function removeSchedules(stage: Stage, clients: ClientSettings): Promise<void> {
  const GroupName = (await stackOutputs(stage, clients, 'campaigns')).get(campaignOutputs.scheduleGroup);
  if (GroupName === undefined) return;
  const client = new SchedulerClient(clients);
  const found: string[] = [];
  for await (const { Schedules = [] } of paginateListSchedules({ client }, { GroupName })) {
    found.push(...Schedules.flatMap(({ Name }) => Name ?? []));
  }
  for (const Name of found) await client.send(new DeleteScheduleCommand({ Name, GroupName }));
}
