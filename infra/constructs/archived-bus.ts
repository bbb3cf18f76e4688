import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnArchive, EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { busName, resourceName } from '../../shared/config/names.ts';
import type { StageSettings } from '../stages.ts';

/**
 * Days for which every event can be sent again. Events may name a member by e-mail or phone, so this follows the
 * backups of the tables that hold personal data.
 */
const archiveDays = 14;

/**
 * The bus that shops put events on and that ours come out of, with an archive of all of them: what came in can be sent
 * again (a duplicate posts nothing), what went out can be replayed to the rule of a consumer that lost it.
 */
export class ArchivedBus extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    const removal = settings.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: busName,
      description: 'Purchases and members come in here; what became of them goes out',
    });
    this.bus.applyRemovalPolicy(removal);
    // Without a pattern: all events, which the library's own construct cannot say.
    const archive = new CfnArchive(this, 'Archive', {
      archiveName: resourceName(settings.stage, 'bus'),
      description: `Every event of the bus for ${String(archiveDays)} days`,
      sourceArn: this.bus.eventBusArn,
      retentionDays: archiveDays,
    });
    archive.applyRemovalPolicy(removal);
  }
}
