import { sumsContext } from '../../shared/domain/statistics/sums-context.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildMetrics } from '../../cli/metrics/build-metrics.ts';
import { jsonText } from '../../cli/print-json.ts';
import { readProgrammeFile } from '../../cli/programme-file.ts';
import { runEvents } from '../../cli/simulation/simulate.ts';
import { sumLedger } from '../../shared/commands/sum-ledger.ts';
import { metricsDocument } from '../../shared/contracts/metrics-document.ts';
import { parseDay } from '../../shared/domain/calendar.ts';
import type { Programme } from '../../shared/domain/programme.ts';
import { allNumbers } from '../../shared/domain/statistics/numbers/all.ts';
import { windowNames } from '../../shared/domain/statistics/windows.ts';
import type { MemoryStore } from '../../shared/store/memory/memory-store.ts';
import { asAmount, asMatched } from './cancellations.ts';
import { cdnowRules, onlineRetailRules } from './expected.ts';
import { perennial, programmeFile } from './perennial.ts';
import { buyingNumbers } from './plain-buying.ts';
import { asInvoices, plainHistory } from './plain-history.ts';
import { memberNumbers, windowedMemberNumbers } from './plain-members.ts';
import type { Asked } from './plain-members.ts';
import { pointsNumbers, tierNumbers } from './plain-points.ts';
import { runs } from '../property-runs.ts';
import { files, haveFiles, rawCdnow, rawOnlineRetail } from './raw-files.ts';
import type { RawInvoice } from './raw-files.ts';

/** All of them with `npm run test:long`; in the usual run what takes longest to say something new is left out. */
const inFull = runs(1) > 1;

const sets = [
  {
    name: 'CDNOW',
    needs: files.master,
    words: ['--format', 'cdnow', files.master],
    programme: 'cdnow',
    rules: cdnowRules,
    cancel: asAmount,
    invoices: () => asInvoices(rawCdnow(files.master)),
    // The last day first.
    days: ['1998-06-30', '1997-12-10', '1997-01-31'],
    usual: true,
  },
  {
    name: 'Online Retail with its cancellations matched',
    needs: files.onlineRetail,
    words: ['--format', 'online-retail', files.onlineRetail, '--match-returns'],
    programme: 'online-retail',
    rules: onlineRetailRules,
    cancel: asMatched,
    invoices: rawOnlineRetail,
    days: ['2011-12-31', '2011-09-14'],
    usual: true,
  },
  {
    name: 'Online Retail with its cancellations as amounts',
    needs: files.onlineRetail,
    words: ['--format', 'online-retail', files.onlineRetail],
    programme: 'online-retail',
    rules: onlineRetailRules,
    cancel: asAmount,
    invoices: rawOnlineRetail,
    days: ['2011-12-09'],
    usual: false,
  },
] as const;

/** Seconds to the end of a day, which the plain history does not know. */
const notInFiles = ['ops.fresh'];

for (const set of sets) {
  if (!set.usual && !inFull) continue;
  describe.runIf(haveFiles(set.name, set.needs))(`every number of ${set.name} equals a plain computation`, () => {
    let folder: string;
    let store: MemoryStore;
    let programme: Programme;
    let invoices: readonly RawInvoice[];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'perennial-test-'));
      const events = join(folder, 'events');
      await perennial('import', ...set.words, '--to', events);
      const file = await readProgrammeFile(programmeFile(set.programme));
      ({ programme } = file.result);
      const run = { programme, files: [events], asOf: parseDay(set.days[0]), progress: () => undefined };
      ({ store } = await runEvents(run));
      invoices = set.invoices();
    });

    afterAll(() => rm(folder, { recursive: true, force: true }));

    test.each(inFull ? set.days : set.days.slice(0, 1))('as of %s, over every window', async (asOf) => {
      const day = parseDay(asOf);
      if (day === undefined) throw new RangeError(asOf);
      const scope = { tier: null, channel: null };
      const sums = await sumLedger(store, { ...sumsContext(day, programme), scope, progress: () => undefined });
      const history = plainHistory(invoices, set, asOf);
      const members = memberNumbers(history, asOf);
      for (const window of windowNames) {
        const report = { asOf: day, window, from: null, to: null, programme };
        const { numbers } = metricsDocument.parse(JSON.parse(jsonText(buildMetrics(sums, allNumbers, report, scope))));
        const asked: Asked = { asOf, window };
        const plain: Readonly<Record<string, unknown>> = {
          ...members,
          ...windowedMemberNumbers(history, asked),
          ...buyingNumbers(history, asked),
          ...pointsNumbers(history, asked, set.rules),
          ...tierNumbers(history, asked, set.rules),
        };
        for (const [id, value] of Object.entries(plain)) expect(numbers[id], `${id}, ${window}`).toEqual(value);
        expect(Object.keys(numbers).filter((id) => !(id in plain))).toEqual(notInFiles);
      }
    });
  });
}
