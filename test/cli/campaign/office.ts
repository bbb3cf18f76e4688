/** `perennial campaign` over stores in memory, with fakes of the scheduler, the state machine and the queues of a stage. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { CreateScheduleCommandInput } from '@aws-sdk/client-scheduler';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import * as z from 'zod/mini';
import { campaignCommand } from '../../../cli/campaign/campaign-command.ts';
import type { Office } from '../../../cli/campaign/office.ts';
import { publishedCampaigns } from '../../../shared/commands/campaigns/published-campaign.ts';
import type { Stage } from '../../../shared/config/names.ts';
import type { Rates } from '../../../shared/domain/campaigns/throughput.ts';
import { memoryEntryPages } from '../../../shared/store/memory/memory-entry-pages.ts';
import { sha256OfBytes } from '../../../shared/platform/digest.ts';
import { planOf } from '../../commands/campaigns/plan-documents.ts';
import { PostOffice } from '../../commands/campaigns/post-office.ts';
import { at } from '../../commands/campaigns/run-of-campaign.ts';
import { digests } from '../../fixtures/ledger.ts';
import { plainDocument } from '../../fixtures/programme.ts';
import { run } from '../run-command.ts';
import type { Answer } from '../run-command.ts';
import { temporaryFolder } from '../temporary-folder.ts';

type Data = Readonly<Record<string, unknown>>;

const startInput = z.object({
  campaignId: z.string(),
  scheduledTime: z.nullable(z.string()),
  now: z.optional(z.string()),
});
type StartInput = z.output<typeof startInput>;

const place = {
  machineArn: 'arn:machine',
  scheduleRoleArn: 'arn:role',
  scheduleGroup: 'perennial-local-campaigns',
  startFailuresArn: 'arn:starts-dlq',
};

const pointer = {
  revision: 1,
  versions: [
    {
      programId: 'test',
      version: 1,
      hash: 'h',
      effectiveFrom: '2020-01-01T00:00:00Z',
      publishedAt: '2020-01-01T00:00:00Z',
    },
  ],
};

const notFound = () => new ResourceNotFoundException({ message: 'no schedule', Message: 'no schedule', $metadata: {} });

export const words = `---
subject: {{ programme.name }} misses you
---
{% if member.name %}Dear {{ member.name }},{% endif %} come back.
{{ links.preferences }} {{ links.unsubscribe }}
--- mjml ---
<mjml><mj-body><mj-section><mj-column><mj-text>
<a href="{{ links.preferences }}">choose</a> <a href="{{ links.unsubscribe }}">end</a>
</mj-text></mj-column></mj-section></mj-body></mjml>
`;

/** A folder with a plan and its templates. */
export async function planFolder(document: unknown, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = join(await temporaryFolder(), 'plan');
  await mkdir(folder);
  const all = {
    'campaign.json': JSON.stringify(document),
    'words.en.liquid': words,
    'words.zh-CN.liquid': words,
    ...files,
  };
  for (const [name, text] of Object.entries(all)) await writeFile(join(folder, name), text);
  return folder;
}

/** What the scheduler holds, by name. */
function fakeScheduler(schedules: Map<string, CreateScheduleCommandInput>) {
  const scheduler = mockClient(SchedulerClient);
  scheduler.on(CreateScheduleCommand).callsFake((input: CreateScheduleCommandInput) => {
    schedules.set(input.Name ?? '', input);
    return {};
  });
  scheduler.on(UpdateScheduleCommand).callsFake((input: CreateScheduleCommandInput) => {
    if (!schedules.has(input.Name ?? '')) throw notFound();
    schedules.set(input.Name ?? '', input);
    return {};
  });
  scheduler.on(DeleteScheduleCommand).callsFake(({ Name = '' }: { Name?: string }) => {
    if (!schedules.delete(Name)) throw notFound();
    return {};
  });
  return scheduler;
}

export class Stagehand {
  readonly post: PostOffice;
  readonly schedules = new Map<string, CreateScheduleCommandInput>();
  readonly scheduler = fakeScheduler(this.schedules);
  /** What the machine was started with. */
  readonly starts: StartInput[] = [];
  /** How executions end instead of doing their work. */
  ends: { status: string; error?: string; cause?: string } | undefined;
  /** Whether executions do nothing. */
  isIdle = false;
  /** Whether senders take nothing from their queues. */
  stuck = false;
  /** Lengths of other queues. */
  lengths: Readonly<Record<string, number>> = {};
  perSecond: Rates = { email: 1 };
  isDeployed = true;

  /** @param given what goes wrong at the providers */
  constructor(given: ConstructorParameters<typeof PostOffice>[0] = {}) {
    this.post = new PostOffice(given);
    const sfn = mockClient(SFNClient);
    sfn.on(StartExecutionCommand).callsFake(async ({ input }: { input: string }) => {
      await this.#execute(startInput.parse(JSON.parse(input)));
      return { executionArn: 'arn:execution' };
    });
    sfn.on(DescribeExecutionCommand).callsFake(() => this.ends ?? { status: 'SUCCEEDED' });
    const sqs = mockClient(SQSClient);
    sqs.on(GetQueueUrlCommand).callsFake(({ QueueName }: { QueueName: string }) => {
      // A stage that uses two channels.
      if (/sms|push|webhook/.test(QueueName)) throw Object.assign(new Error('none'), { name: 'QueueDoesNotExist' });
      return { QueueUrl: QueueName };
    });
    sqs.on(GetQueueAttributesCommand).callsFake(async ({ QueueUrl }: { QueueUrl: string }) => ({
      Attributes: { ApproximateNumberOfMessages: String(await this.#length(QueueUrl)) },
    }));
  }

  /** As the machine does: starts the run, plans all of it, hands out what is due. */
  async #execute(input: StartInput): Promise<void> {
    this.starts.push(input);
    if (this.ends !== undefined || this.isIdle) return;
    const { campaignId, scheduledTime, now } = input;
    if (now !== undefined) this.post.now = at(now);
    if (scheduledTime !== null) await this.post.plan(campaignId, at(scheduledTime));
    await this.post.handOut();
  }

  /** Senders work on what was there when somebody looked. */
  async #length(queue: string): Promise<number> {
    if (queue !== 'perennial-local-send-email') return this.lengths[queue] ?? 0;
    const { length } = this.post.queues;
    if (!this.stuck) await this.post.sendAll();
    return length;
  }

  office(stage: Stage): Office {
    const { post } = this;
    const settings = {
      pointer: async () => Promise.resolve(pointer),
      programme: async () => Promise.resolve(plainDocument),
    };
    return {
      stage,
      now: () => post.now,
      ledger: post.store,
      entries: memoryEntryPages(post.store),
      members: post.store,
      programmes: post.core.programmes,
      settings,
      campaigns: post.campaigns,
      published: publishedCampaigns(post.campaigns),
      outbox: post.outbox,
      digests,
      hash: (text) => sha256OfBytes(Buffer.from(text)),
      manifests: async () => Promise.resolve(post.manifests),
      machine: async () => (this.isDeployed ? Promise.resolve(place) : Promise.reject(new Error('no machine'))),
      sendSettings: async () => Promise.resolve({ perSecond: this.perSecond, shopUrl: null }),
      scheduler: new SchedulerClient({ region: 'us-east-1' }),
      sfn: new SFNClient({ region: 'us-east-1' }),
      sqs: new SQSClient({ region: 'us-east-1' }),
    };
  }

  async ask(...line: string[]): Promise<Answer> {
    let ms = 0;
    const times = { pollMs: 1, silenceMs: 50, nowMs: () => (ms += 10) };
    const command = campaignCommand(async (stage) => Promise.resolve(this.office(stage)), times);
    return run(['campaign', ...line], { table: { campaign: async () => Promise.resolve(command) } });
  }

  /** What a command prints as JSON. @throws Error when it does not succeed */
  async json(...line: string[]): Promise<unknown> {
    const { code, out, err } = await this.ask(...line, '--json');
    if (code !== 0) throw new Error(err);
    return JSON.parse(out);
  }

  /** Publishes a plan by its folder. */
  async publish(changes: Data = {}): Promise<string> {
    const folder = await planFolder(planOf(changes));
    await this.json('publish', folder, '--by', 'ann');
    return folder;
  }
}
