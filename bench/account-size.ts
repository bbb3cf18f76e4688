/** The stored account of somebody who has shopped every week for ten years. */
import { marshall } from '@aws-sdk/util-dynamodb';
import { formatAccount } from '../shared/store/dynamodb/account-item.ts';
import { openEngine } from './bench-engine.ts';
import { memberWith } from './bench-members.ts';
import { itemBytes } from './item-size.ts';

const weeksOfTenYears = 522;

/** Bytes of the item, as DynamoDB counts them. */
export async function measureAccount(endpoint: string): Promise<number> {
  const engine = await openEngine(endpoint);
  const { memberId } = await memberWith(engine, { name: 'ten-years', everyDays: 7, visits: weeksOfTenYears });
  const { account, version } = await engine.account(memberId);
  return itemBytes(marshall(formatAccount(account, version)));
}
