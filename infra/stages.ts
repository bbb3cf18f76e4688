import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { scopeNames, type Scope } from '../shared/config/http-routes.ts';
import { stages, type Stage } from '../shared/config/names.ts';

/**
 * What differs between the stages, and nothing else does. Account and region are not here: they are those of the
 * credentials that deploy. The bus is called `perennial` in every stage, so an account and region hold one stage.
 */
export type StageSettings = {
  readonly stage: Stage;
  /** Tables, keys, bus and secret refuse deletion and outlive their stack. */
  readonly keepsData: boolean;
  /**
   * How long the functions' and the state machine's logs are kept. They hold no personal data; were it ever otherwise,
   * whoever asks to be forgotten is out of them as soon as out of the archive and the backups.
   */
  readonly logRetention: RetentionDays;
  /** Memory of every function in megabytes; processor time grows with it. */
  readonly memoryMegabytes: number;
  /** How many invocations one queue may run at once, so that a flood cannot take the account's whole concurrency. */
  readonly queueConcurrency: number;
  /**
   * Age in minutes at which a stream record that keeps failing goes to the failure queue and its shard moves on. The
   * stream itself keeps a record for 24 hours, so what is left of these is the time to fetch it from there.
   */
  readonly streamRecordAgeMinutes: number;
  /** Source maps beside the bundles and stack traces in the words of the source; both cost size and start-up time. */
  readonly sourceMaps: boolean;
  /** Whether the schedule of the review fires. */
  readonly reviewScheduled: boolean;
  /** How many parts of the accounts the review reads at once, each with a function of its own. */
  readonly reviewSegments: number;
  /**
   * Write units a second that the whole review may use at most. A table that is paid by request takes 4,000 from its
   * first day on: what is left of them is live traffic's.
   * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html
   */
  readonly reviewWriteUnitsPerSecond: number;
  /** Refused events in five minutes that raise the alarm. */
  readonly refusedEventsAlarm: number;
  /**
   * How the roots of the days are locked, and for how many days. Under COMPLIANCE nobody can remove one before its time,
   * not even the account's owner, who is one of those whom a root is to prove something against; under GOVERNANCE whoever
   * has a right of its own can.
   */
  readonly rootsLock: { readonly mode: 'COMPLIANCE' | 'GOVERNANCE'; readonly days: number };
  /** Requests a second that the HTTP API answers, and how many it takes at once; those beyond are turned away (429). */
  readonly httpThrottle: { readonly rate: number; readonly burst: number };
  /** The same of each route of the links in messages, which need no token: counted by itself, apart from the tills'. */
  readonly linksThrottle: { readonly rate: number; readonly burst: number };
  /** Whose tokens the HTTP API takes. */
  readonly tokens: TokenSettings;
  /** Whether the tick fires that hands out the messages that are due. */
  readonly messagesScheduled: boolean;
  /** The channels that campaigns may use; one that is not here is not deployed. */
  readonly channels: ChannelSettings;
  /** Where `links.shop` leads; without it no template may use it. */
  readonly shopUrl?: `https://${string}`;
  /** Whether links to the shop lead over the HTTP API, so that clicks are counted. */
  readonly tracksClicks: boolean;
};

/** What a provider takes a second, and how many invocations share it. Promotions use at most 80 % of it. */
type ProviderRate = { readonly perSecond: number; readonly concurrency: number };

export type ChannelSettings = {
  /** For trials: writes down that a message would have gone out, without its text or address. */
  readonly log?: ProviderRate;
  /** SES. */
  readonly email?: ProviderRate & {
    readonly from: string;
    /**
     * Whether the stack makes the identity of the address's domain, which sends once its records are in the DNS; or it is
     * there already.
     */
    readonly identity: 'made' | 'there';
  };
  /** AWS End User Messaging: a phone number, a sender id or a pool of them. */
  readonly sms?: ProviderRate & { readonly origin: string };
  /** SNS: members' push tokens are endpoints of this platform application, as in `GCM/shop`. */
  readonly push?: ProviderRate & { readonly application: `${string}/${string}` };
  /** Signed requests to a service of the retailer's: WeChat and others attach there. */
  readonly webhook?: ProviderRate & { readonly url: `http${string}` };
};

/** A client of the HTTP API with a secret of its own, and all that its tokens may ever allow. */
export type MachineClient = { readonly name: string; readonly scopes: readonly Scope[] };

/**
 * Tokens of a user pool that the stage makes, with these clients; or of another OpenID Connect issuer, whose tokens carry
 * one of these audiences and scopes of the same names.
 */
export type TokenSettings =
  | { readonly from: 'own-pool'; readonly clients: readonly MachineClient[] }
  | { readonly from: 'issuer'; readonly issuer: `https://${string}`; readonly audience: readonly string[] };

/** A stage that can be taken down must not leave a bucket behind that nobody can remove. */
const removableRoots = { mode: 'GOVERNANCE', days: 1 } as const;

/** A till does everything but erase somebody or export them: that is for a desk, and a client of its own. */
const till: MachineClient = {
  name: 'till',
  scopes: ['members.read', 'members.write', 'accounts.read', 'quotes', 'redemptions'],
};

/** What works in every account; the address is the retailer's to fill in, and its domain theirs to verify. */
const someChannels: ChannelSettings = {
  log: { perSecond: 100, concurrency: 2 },
  email: { perSecond: 14, concurrency: 2, from: 'no-reply@shop.example', identity: 'there' },
};

/** As long as books are kept in most places. */
const rootsForTenYears = { mode: 'COMPLIANCE', days: 3653 } as const;

export const stageSettings = {
  local: {
    stage: 'local',
    keepsData: false,
    logRetention: RetentionDays.ONE_DAY,
    memoryMegabytes: 512,
    queueConcurrency: 10,
    // The least that Lambda takes: the emulator knows no other end for a record that fails.
    streamRecordAgeMinutes: 1,
    sourceMaps: true,
    // A replayed file of a past year must not be reviewed to today while it is read back.
    reviewScheduled: false,
    reviewSegments: 2,
    reviewWriteUnitsPerSecond: 1000,
    refusedEventsAlarm: 1,
    rootsLock: removableRoots,
    httpThrottle: { rate: 1000, burst: 1000 },
    linksThrottle: { rate: 1000, burst: 1000 },
    // One client for everything that is tried out.
    tokens: { from: 'own-pool', clients: [{ name: 'till', scopes: scopeNames }] },
    // A campaign that is tried out at another instant must not be handed out by today's.
    messagesScheduled: false,
    shopUrl: 'https://shop.example',
    tracksClicks: true,
    channels: {
      log: { perSecond: 1000, concurrency: 2 },
      email: { perSecond: 1000, concurrency: 2, from: 'Perennial Club <club@shop.example>', identity: 'made' },
      sms: { perSecond: 1000, concurrency: 2, origin: 'PERENNIAL' },
      push: { perSecond: 1000, concurrency: 2, application: 'GCM/shop' },
      webhook: { perSecond: 1000, concurrency: 2, url: 'http://127.0.0.1:9/no-service' },
    },
  },
  dev: {
    stage: 'dev',
    keepsData: false,
    logRetention: RetentionDays.TWO_WEEKS,
    memoryMegabytes: 512,
    queueConcurrency: 5,
    streamRecordAgeMinutes: 60,
    sourceMaps: true,
    reviewScheduled: true,
    reviewSegments: 2,
    reviewWriteUnitsPerSecond: 1000,
    refusedEventsAlarm: 1,
    rootsLock: removableRoots,
    httpThrottle: { rate: 50, burst: 100 },
    linksThrottle: { rate: 20, burst: 40 },
    tokens: { from: 'own-pool', clients: [till] },
    messagesScheduled: true,
    channels: someChannels,
    tracksClicks: false,
  },
  prod: {
    stage: 'prod',
    keepsData: true,
    logRetention: RetentionDays.TWO_WEEKS,
    memoryMegabytes: 512,
    queueConcurrency: 50,
    streamRecordAgeMinutes: 240,
    sourceMaps: false,
    reviewScheduled: true,
    reviewSegments: 8,
    reviewWriteUnitsPerSecond: 1000,
    refusedEventsAlarm: 1,
    rootsLock: rootsForTenYears,
    httpThrottle: { rate: 500, burst: 1000 },
    linksThrottle: { rate: 100, burst: 200 },
    tokens: { from: 'own-pool', clients: [till] },
    messagesScheduled: true,
    channels: someChannels,
    tracksClicks: false,
  },
} as const satisfies { readonly [S in Stage]: StageSettings & { readonly stage: S } };

/**
 * The stage that a deployment asks for with `-c stage=NAME`; `local` when it asks for none.
 *
 * @throws Error when the name is none of the stages.
 */
export function stageNamed(requested: unknown): Stage {
  if (requested === undefined) return 'local';
  const known = stages.find((stage) => stage === requested);
  if (known === undefined) {
    throw new Error(`Unknown stage ${JSON.stringify(requested)}: -c stage= takes one of ${stages.join(', ')}.`);
  }
  return known;
}
