import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption, type StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { tableName, tables, type TableId } from '../../shared/config/names.ts';
import type { StageSettings } from '../stages.ts';

/** DynamoDB's longest: what holds no personal data can be brought back for as long as AWS allows. */
const longestRecoveryDays = 35;

/** An erased person must be out of the backups within the promised thirty days. */
const personalRecoveryDays = 14;

export type KeyedTableProps = {
  readonly settings: StageSettings;
  readonly table: TableId;
  /** The customer-managed key of a table that holds personal data; such a table's backups are short. */
  readonly personalKey?: IKey;
  readonly stream?: StreamViewType;
  /** The attribute, in epoch seconds, after which DynamoDB removes an item. */
  readonly timeToLiveAttribute?: string;
};

/**
 * A table as all of ours are: its keys are strings named in `shared/config/names.ts`, it is paid by request, can be
 * brought back to any second, and refuses deletion where the stage keeps its data.
 */
export class KeyedTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, props: KeyedTableProps) {
    super(scope, id);
    const { settings, personalKey } = props;
    const shape: { readonly key: string; readonly sort?: string } = tables[props.table];
    this.table = new Table(this, 'Table', {
      tableName: tableName(settings.stage, props.table),
      partitionKey: { name: shape.key, type: AttributeType.STRING },
      ...(shape.sort === undefined ? {} : { sortKey: { name: shape.sort, type: AttributeType.STRING } }),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: personalKey === undefined ? longestRecoveryDays : personalRecoveryDays,
      },
      deletionProtection: settings.keepsData,
      removalPolicy: settings.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(personalKey === undefined
        ? {}
        : { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: personalKey }),
      ...(props.stream === undefined ? {} : { stream: props.stream }),
      ...(props.timeToLiveAttribute === undefined ? {} : { timeToLiveAttribute: props.timeToLiveAttribute }),
    });
  }
}
