import { expect, it } from 'vitest';
import { decideReservation } from '../../shared/domain/redemption.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import { Ledger, draftsOf, instant, programmeWith, sale, versionsOf } from './build.ts';

const cause = { eventId: 'event', delivery: 'delivery', content: 'content', revision: 1 };

it('a hold ends with the last instant that can be written down, however long it was to be', () => {
  const ledger = new Ledger(programmeWith({ points: { expiry: { policy: 'never' } } }));
  ledger.sell(sale('9999-12-31T10:00:00Z', { net: 1000 }));
  const request = { requestId: 'q', occurredAt: instant('9999-12-31T11:00:00Z'), points: 5n };
  const hold = (minutes: number) =>
    draftsOf(decideReservation(ledger.account, request, minutes, cause, versionsOf(programmeWith())));
  const ends = [10, 60 * 24 * 366].map((minutes) =>
    hold(minutes).map((draft) => draft.kind === 'reserve' && formatInstant(draft.until)),
  );
  expect(ends).toEqual([['9999-12-31T11:10:00Z'], ['9999-12-31T23:59:59.999Z']]);
});
