/** What random sales earn under random programmes, against a reference that knows neither groups nor big fractions' tricks. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBirthday } from '../../shared/domain/birthday.ts';
import { award } from '../../shared/domain/earning.ts';
import { matchRules } from '../../shared/domain/matching.ts';
import { add, one, subtract, zero } from '../../shared/domain/rational.ts';
import { businessDay } from '../../shared/domain/zone.ts';
import { formatDay } from '../../shared/domain/calendar.ts';
import { levelAt } from '../../shared/domain/tiers.ts';
import { runs } from '../property-runs.ts';
import { programme } from './arbitrary/programme.ts';
import { birthday, sale } from './arbitrary/sale.ts';
import { compile, saleOfPlain } from './build.ts';
import { localDate } from './reference/dates.ts';
import { pointsOf } from './reference/points.ts';

const anyLevel = fc.nat({ max: 3 });
const anyBirthday = fc.option(birthday, { nil: undefined, freq: 4 });

describe('the points of a sale', () => {
  it('are those of the reference, and their explanation adds up to them exactly', () => {
    fc.assert(
      fc.property(programme, sale, anyLevel, anyBirthday, (document, plainSale, index, told) => {
        const compiled = compile(document);
        const level = levelAt(index, compiled.tiers);
        const day = localDate(plainSale.at, document.timeZone);
        const purchase = saleOfPlain(plainSale);
        expect(formatDay(businessDay(purchase.occurredAt, compiled.timeZone))).toBe(day);

        const matching = matchRules(
          purchase,
          compiled,
          businessDay(purchase.occurredAt, compiled.timeZone),
          { level: level.id, birthday: told === undefined ? undefined : parseBirthday(told) },
          one,
        );
        const { points, contributions } = award(matching, compiled, level);
        expect(points).toBe(pointsOf(document, plainSale, day, { level: level.id, birthday: told }));

        const sum = contributions.reduce((total, part) => add(total, part.points), zero);
        expect(subtract(sum, { numerator: points, denominator: 1n }).numerator).toBe(0n);
      }),
      { numRuns: runs(3000) },
    );
  });

  it('are never below zero, and the same whatever order the lines are in', () => {
    fc.assert(
      fc.property(programme, sale, anyLevel, (document, plainSale, index) => {
        const compiled = compile(document);
        const level = levelAt(index, compiled.tiers);
        const purchase = saleOfPlain(plainSale);
        const day = businessDay(purchase.occurredAt, compiled.timeZone);
        const { points } = award(matchRules(purchase, compiled, day, { level: level.id }, one), compiled, level);
        expect(points >= 0n).toBe(true);
        const turned = { ...purchase, lines: purchase.lines.toReversed() };
        expect(award(matchRules(turned, compiled, day, { level: level.id }, one), compiled, level).points).toBe(points);
      }),
      { numRuns: runs(500) },
    );
  });
});
