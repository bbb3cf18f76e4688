import { programmeDocument } from '../../shared/contracts/programme-document.ts';
import { parseDecimal, rational } from '../../shared/domain/rational.ts';
import type { Silence } from '../../shared/domain/statistics/sums-context.ts';

/** What a programme document without `stages` says (contracts.md, defaults). */
const usual: Silence = { factor: rational(2n), fallbackDays: 60 };

/** When a member counts as silent by a programme document that was found in order. */
export function silenceOf(document: unknown): Silence {
  const { stages } = programmeDocument.parse(document);
  if (stages === undefined) return usual;
  return { factor: parseDecimal(stages.factor.atRisk) ?? usual.factor, fallbackDays: stages.fallbackDays.atRisk };
}
