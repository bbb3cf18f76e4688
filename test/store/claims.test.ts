/** What waited for somebody to enrol and turns out wrong: it is refused then, on its own, and may be corrected. */
import { describe, expect, it } from 'vitest';
import { bothStores } from './both-stores.ts';
import { ann, enrolled, messages, receipt, sent, sold } from './fault-messages.ts';

describe.each(bothStores)('a claim on the $store store', ({ open }) => {
  const unpaid = sold('p1', ann, { data: { pointsRedeemed: 50 } });

  it('refuses a sale that points cannot pay for, tells whoever asked, and frees its place', async () => {
    const stores = await open();
    const { intake, ledger } = stores;
    await messages('park', unpaid)(stores);
    expect(await intake.receipts(['p1'])).toMatchObject(new Map([['p1', { outcome: 'parked' }]]));

    await messages('park', enrolled('e1', ann))(stores);

    const refused = { outcome: 'refused', refusal: { code: 'insufficient-points', field: 'data.pointsRedeemed' } };
    expect((await intake.receipts(['p1'])).get('p1')).toMatchObject(refused);
    expect((await intake.rejectionsOf(['delivery-p1'])).get('delivery-p1')).toMatchObject({
      refusal: { code: 'insufficient-points' },
      detailType: 'purchase.completed',
    });
    const corrected = { ...sold('p1', ann, { metadata: receipt('corrected') }), delivery: 'corrected' };
    await messages('park', corrected)(stores);
    expect((await intake.receipts(['corrected'])).get('corrected')).toMatchObject({ outcome: 'applied' });
    const [{ account } = { account: undefined }] = (await ledger.scanAccounts()).accounts;
    expect(account).toMatchObject({ orders: 1, sums: { earned: 100n, redeemed: 0n } });
  });

  it('keeps returns of it waiting for the corrected sale', async () => {
    const stores = await open();
    const early = sent('purchase.returned', 'r1', { returnId: 'r1', purchaseId: 'p1', net: 4000 });
    await messages('park', early)(stores);
    await messages('park', unpaid)(stores);
    await messages('park', enrolled('e1', ann))(stores);
    await messages('park', { ...sold('p1', ann), delivery: 'corrected' })(stores);
    const [{ account } = { account: undefined }] = (await stores.ledger.scanAccounts()).accounts;
    expect(account).toMatchObject({ orders: 1, returns: 1, sums: { earned: 100n, returned: 40n } });
  });

  it('posts it after what was brought along before it', async () => {
    const stores = await open();
    const lots = [{ points: 60, expiresOn: '2027-01-01' }];
    const brought = sent('points.imported', 'i1', { member: ann, requestId: 'i1', lots }, '02');
    const paid = sold('p1', ann, { data: { pointsRedeemed: 50 }, occurredAt: '2026-03-03T12:00:00+08:00' });
    await messages('park', paid, brought)(stores);
    await messages('park', enrolled('e1', ann))(stores);
    const [{ account } = { account: undefined }] = (await stores.ledger.scanAccounts()).accounts;
    expect(account).toMatchObject({ orders: 1, sums: { imported: 60n, redeemed: 50n } });
  });
});
