/** Entries of a merge, each with the record that it comes to. */
import { newAccount } from '../../shared/domain/account.ts';
import { day, instant } from '../domain/build.ts';
import { base, cause } from './entry-examples.ts';
import type { Example } from './entry-examples.ts';

export const mergeExamples: readonly Example[] = [
  {
    entry: {
      ...base,
      kind: 'merge',
      entryId: 'merge:m-1',
      points: -3n,
      cause,
      removed: {
        ...newAccount('another', { on: day('2025-01-02'), channel: 'web' }),
        seq: 4,
        newestAt: instant('2026-03-02T12:00:00.5Z'),
        debt: 3n,
        sums: { ...newAccount('another', { on: day('2025-01-02'), channel: null }).sums, earned: 9n, redeemed: 12n },
      },
      taken: [{ points: 3n, availableOn: day('2026-01-02'), expiresOn: day('2027-01-02'), pending: false }],
      standing: { level: 'gold', since: day('2026-01-02'), before: [{ level: 'silver', since: day('2025-12-01') }] },
      floor: { level: 'silver', until: null, carries: false },
    },
    says: {
      cause: { eventId: 'e', delivery: 'd', content: 'c' },
      removed: {
        memberId: 'another',
        enrolledOn: day('2025-01-02'),
        channel: 'web',
        newestAt: instant('2026-03-02T12:00:00.5Z'),
        seq: 4,
        debt: 3,
        sums: { earned: 9, redeemed: 12 },
      },
      standing: ['gold', '2026-01-02'],
      before: [['silver', '2025-12-01']],
      floor: ['silver', null, false],
    },
  },
  {
    entry: { ...base, kind: 'merge-removed', entryId: 'merge-removed:m-1', points: -5n, into: 'another', intoSeq: 7 },
    says: { into: 'another', intoSeq: 7 },
  },
];
