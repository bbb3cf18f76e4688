import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { formatCoupon, parseCoupon } from '../../contracts/issued-coupon.ts';
import type { CouponStore } from '../coupon-store.ts';
import { attempt } from './attempt.ts';
import type { Connection } from './connection.ts';
import { rewardKeys } from './keys.ts';
import { itemsUnder } from './query-items.ts';

/** Coupons on DynamoDB: one item for each message that offered one. */
export function dynamodbCoupons(connection: Pick<Connection, 'client' | 'tables'>): CouponStore {
  const { client, tables } = connection;
  return {
    async issue(coupon) {
      const stored = formatCoupon(coupon);
      const put = await attempt(
        client.send(
          new PutCommand({
            TableName: tables.rewards,
            Item: { ...rewardKeys.coupon(coupon.memberId, coupon.messageId), ...stored },
            ConditionExpression: 'attribute_not_exists(#key)',
            ExpressionAttributeNames: { '#key': 'key' },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        ),
      );
      return parseCoupon(put.written ? stored : put.found);
    },
    async list(memberId) {
      const items = await itemsUnder(connection, {
        table: tables.rewards,
        key: ['key', rewardKeys.of(memberId)],
        sort: ['sort', rewardKeys.couponPrefix],
      });
      return items.map(parseCoupon);
    },
  };
}
