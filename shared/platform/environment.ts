import { environmentVariables } from '../config/names.ts';
import type { TableId } from '../config/names.ts';

type Name = keyof typeof environmentVariables;

/** Variables of the environment are missing: the deployment is wrong. Names all of them at once. */
class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/**
 * The asked-for variables of the environment, read once at start.
 * @throws EnvironmentError that names every one that is missing
 */
export function readEnvironment<const Names extends readonly Name[]>(
  names: Names,
): Readonly<Record<Names[number], string>> {
  const read = names.map((name) => [name, process.env[environmentVariables[name]] ?? ''] as const);
  const missing = read.filter(([, value]) => value === '').map(([name]) => environmentVariables[name]);
  if (missing.length > 0) throw new EnvironmentError(`missing in the environment: ${missing.join(', ')}`);
  return asRecord(read);
}

/** Which variable carries the name of a table. */
function variableOf<Table extends TableId>(table: Table): `${Table}Table` {
  return `${table}Table`;
}

/**
 * The names of the tables that a function was given, by what the stores call them, and the other variables it asks for.
 * @throws EnvironmentError that names every one that is missing, tables and others
 */
export function readDeployment<const Ids extends readonly TableId[], const Names extends readonly Name[] = readonly []>(
  ids: Ids,
  names?: Names,
): {
  readonly tables: Readonly<Record<Ids[number], string>>;
  readonly settings: Readonly<Record<Names[number], string>>;
};
export function readDeployment(ids: readonly TableId[], names: readonly Name[] = []) {
  const settings = readEnvironment([...ids.map(variableOf), ...names]);
  return { tables: asRecord(ids.map((id) => [id, settings[variableOf(id)]] as const)), settings };
}

/**
 * A number that a variable of the environment says.
 * @throws EnvironmentError when it says no integer above zero
 */
export function countIn(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new EnvironmentError(`no count in the environment: ${text}`);
  return value;
}

function asRecord<Key extends string>(entries: readonly (readonly [Key, string])[]): Readonly<Record<Key, string>>;
function asRecord(entries: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  return Object.fromEntries(entries);
}
