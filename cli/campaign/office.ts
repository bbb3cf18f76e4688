/** Everything that the commands about campaigns need of a deployed stage. */
import { SFNClient } from '@aws-sdk/client-sfn';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import type { ReadCampaign } from '../../shared/commands/campaigns/published-campaign.ts';
import type { HashText } from '../../shared/commands/campaigns/planned-occasions.ts';
import { campaignOutputs, manifestsBucketOutput } from '../../shared/config/names.ts';
import type { Stage } from '../../shared/config/names.ts';
import { channels } from '../../shared/domain/campaigns/campaign.ts';
import type { Rates } from '../../shared/domain/campaigns/throughput.ts';
import type { ProgrammeVersions } from '../../shared/domain/programme.ts';
import { instantOf } from '../../shared/domain/zone.ts';
import type { Instant } from '../../shared/domain/zone.ts';
import { canonicalJson, sha256, sha256OfBytes } from '../../shared/platform/digest.ts';
import type { Digests } from '../../shared/platform/digest.ts';
import { connect } from '../../shared/runtime/connect.ts';
import { storesOver } from '../../shared/runtime/engine.ts';
import { openManifests } from '../../shared/runtime/manifests.ts';
import type { CampaignStore } from '../../shared/store/campaign-store.ts';
import { dynamodbCampaigns } from '../../shared/store/dynamodb/campaign-store.ts';
import { dynamodbEntryPages } from '../../shared/store/dynamodb/entry-pages.ts';
import { dynamodbOutbox } from '../../shared/store/dynamodb/outbox-store.ts';
import { tablesOf } from '../../shared/store/dynamodb/tables.ts';
import type { EntryPages } from '../../shared/store/entry-pages.ts';
import type { ManifestStore } from '../../shared/store/manifest-store.ts';
import type { MemberStore, ProfileList } from '../../shared/store/member-store.ts';
import type { SentMessages } from '../../shared/store/outbox-store.ts';
import { publishedCampaigns } from '../../shared/commands/campaigns/published-campaign.ts';
import type { LedgerStore, SettingsStore } from '../../shared/store/store.ts';
import { Failure } from '../failure.ts';
import type { CommandIo } from '../io.ts';
import { clientSettings } from '../local/stage-connection.ts';
import { stackOutputs } from '../stack-output.ts';

/** Where schedules are kept, and what they start. */
export type Machine = {
  readonly machineArn: string;
  readonly scheduleRoleArn: string;
  readonly scheduleGroup: string;
  readonly startFailuresArn: string;
};

/** What the stage sends at, and where its shop is. */
export type SendSettings = { readonly perSecond: Rates; readonly shopUrl: string | null };

export type Office = {
  readonly stage: Stage;
  readonly now: () => Instant;
  readonly ledger: Pick<LedgerStore, 'read' | 'scanAccounts' | 'history'>;
  readonly entries: EntryPages;
  readonly members: Pick<MemberStore, 'profile'> & ProfileList;
  readonly programmes: () => Promise<ProgrammeVersions>;
  readonly settings: Pick<SettingsStore, 'pointer' | 'programme'>;
  readonly campaigns: CampaignStore;
  readonly published: ReadCampaign;
  readonly outbox: SentMessages;
  readonly digests: Pick<Digests, 'content'>;
  readonly hash: HashText;
  /** @throws Failure where the stage has none */
  readonly manifests: () => Promise<ManifestStore>;
  /** @throws Failure where the stage has none */
  readonly machine: () => Promise<Machine>;
  readonly sendSettings: () => Promise<SendSettings>;
  readonly scheduler: SchedulerClient;
  readonly sfn: SFNClient;
  readonly sqs: SQSClient;
};

const deploy = 'Deploy it first: `npx perennial up` for the local stage.';

const sendSettings = z.object({
  perSecond: z.partialRecord(z.enum(channels), z.number()),
  shopUrl: z._default(z.nullable(z.string()), null),
});

type Outputs = () => Promise<ReadonlyMap<string, string>>;

async function machineOf(stage: Stage, outputs: Outputs): Promise<Machine> {
  const told = await outputs();
  const output = (name: string) => {
    const value = told.get(name);
    if (value === undefined) throw new Failure(`The stage ${stage} runs no campaigns (${name} is missing).`, deploy);
    return value;
  };
  return {
    machineArn: output(campaignOutputs.machine),
    scheduleRoleArn: output(campaignOutputs.scheduleRole),
    scheduleGroup: output(campaignOutputs.scheduleGroup),
    startFailuresArn: output(campaignOutputs.startFailures),
  };
}

/** The office of a deployed stage. @throws Failure when the stage is local and no local AWS runs */
export async function openOffice(stage: Stage, io: CommandIo): Promise<Office> {
  const clients = await clientSettings(stage, io);
  const connection = connect(tablesOf(stage), clients);
  const campaigns = dynamodbCampaigns(connection);
  const outputs: Outputs = async () => stackOutputs(stage, clients, 'campaigns');
  return {
    stage,
    now: () => instantOf(Date.now()),
    ...storesOver(connection),
    entries: dynamodbEntryPages(connection),
    campaigns,
    published: publishedCampaigns(campaigns),
    outbox: dynamodbOutbox(connection),
    digests: { content: (value) => sha256(canonicalJson(value)) },
    hash: (text) => sha256OfBytes(Buffer.from(text, 'utf8')),
    async manifests() {
      const bucket = (await stackOutputs(stage, clients, 'data')).get(manifestsBucketOutput);
      if (bucket === undefined) throw new Failure(`The stage ${stage} has no bucket of manifests.`, deploy);
      return openManifests({ bucket, endpoint: clients.endpoint }, clients);
    },
    machine: async () => machineOf(stage, outputs),
    async sendSettings() {
      const told = (await outputs()).get(campaignOutputs.settings);
      return sendSettings.parse(JSON.parse(told ?? '{"perSecond":{}}'));
    },
    scheduler: new SchedulerClient(clients),
    sfn: new SFNClient(clients),
    sqs: new SQSClient(clients),
  };
}
