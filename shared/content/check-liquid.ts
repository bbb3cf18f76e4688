/** The Liquid of a part: every fault that can be seen without a member. */
import { LiquidError } from 'liquidjs';
import type { Template } from 'liquidjs';
import { variableNames } from '../contracts/template-variables.ts';
import type { VariableName } from '../contracts/template-variables.ts';
import type { Locale } from '../domain/campaigns/campaign.ts';
import { engineFor, plainEngine } from './engine.ts';
import type { PartKind } from './engine.ts';
import { PlainLiquidError } from './plain-liquid.ts';
import type { TemplateFault, TemplatePart } from './template-file.ts';

const isVariable = (name: string): name is VariableName => variableNames.some((known) => known === name);

function listOf(error: LiquidError): readonly unknown[] | undefined {
  return 'errors' in error && Array.isArray(error.errors) ? error.errors : undefined;
}

/** What Liquid found, at its lines of the file. @throws the error itself where it is not Liquid's */
export function faultsOfLiquid(error: unknown, firstLine: number): TemplateFault[] {
  if (error instanceof PlainLiquidError) return [{ line: firstLine + error.row - 1, rule: `Liquid: ${error.message}` }];
  if (!LiquidError.is(error)) throw error;
  const several = listOf(error);
  if (several !== undefined) return several.flatMap((one) => faultsOfLiquid(one, firstLine));
  const [row = 1] = error.token.getPosition();
  // The message ends with where it is, in the part and not in the file.
  return [{ line: firstLine + row - 1, rule: `Liquid: ${error.message.replace(/, line:\d+, col:\d+$/, '')}` }];
}

type Checked = { readonly uses: ReadonlySet<VariableName>; readonly faults: readonly TemplateFault[] };

function checkVariables(template: Template[], locale: Locale, firstLine: number): Checked {
  const uses = new Set<VariableName>();
  const faults: TemplateFault[] = [];
  const { globals } = engineFor('text', locale).analyzeSync(template, { partials: false });
  for (const variable of Object.values(globals).flat()) {
    const name = variable.segments.join('.');
    const line = firstLine + variable.location.row - 1;
    if (isVariable(name)) uses.add(name);
    else faults.push({ line, rule: `no such variable: ${name}; there are ${variableNames.join(', ')}` });
  }
  return { uses, faults };
}

/** Which variables a part uses, and what is wrong with its Liquid, for liquidjs or for what sends messages. */
export function checkLiquid({ source, line }: TemplatePart, kind: PartKind, locale: Locale): Checked {
  try {
    const checked = checkVariables(engineFor(kind, locale).parse(source), locale, line);
    plainEngine(kind, locale).parse(source);
    return checked;
  } catch (error) {
    return { uses: new Set(), faults: faultsOfLiquid(error, line) };
  }
}

/** Output and tags as they are written, in their order. */
export function liquidIn(source: string): readonly string[] {
  return source.match(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g) ?? [];
}
