/**
 * Stands in every bundle for `@smithy/core/config`, which looks for each of a client's settings in the environment, then
 * in files, the region in instance metadata too (6 KB). A function has its environment, in which Lambda puts the region;
 * it has no such files and no instance.
 */
type Environment = Readonly<Record<string, string | undefined>>;
type Setting<Value> = {
  readonly environmentVariableSelector: (
    environment: Environment,
    options: { readonly signingName?: string | undefined; readonly logger?: unknown },
  ) => Value | undefined;
  readonly default: Value | (() => Promise<Value>);
};
type Region = { region: string | (() => Promise<string>); useFipsEndpoint: boolean | (() => Promise<boolean>) };

/** Of files, and of signers that functions do not use: here only because they are imported. */
export const CONFIG_PREFIX_SEPARATOR = '.';
export const REGION_INI_NAME = 'region';
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
}

export const REGION_ENV_NAME = 'AWS_REGION';

export const SelectorType = { ENV: 'env', CONFIG: 'shared config entry' } as const;

/** @throws Error when the variable is neither true nor false */
export function booleanSelector(from: Environment, name: string, kind: string): boolean | undefined {
  const value = from[name];
  if (value === undefined) return undefined;
  if (value === 'true' || value === 'false') return value === 'true';
  throw new Error(`Cannot load ${kind} "${name}". Expected "true" or "false", got ${value}.`);
}

/** The promise of the first call that does not fail, for every call. */
function once<Value>(provide: () => Promise<Value>): () => Promise<Value> {
  let provided: Promise<Value> | undefined;
  return async () => {
    provided ??= provide();
    try {
      return await provided;
    } catch (error) {
      provided = undefined;
      throw error;
    }
  };
}

function isProvider<Value>(value: Value | (() => Promise<Value>)): value is () => Promise<Value> {
  return typeof value === 'function';
}

/** A setting of the environment, or its default, also where the environment holds something that it cannot be. */
export function loadConfig<Value>(
  { environmentVariableSelector, default: otherwise }: Setting<Value>,
  { signingName, logger }: { readonly signingName?: string; readonly logger?: unknown } = {},
): () => Promise<Value> {
  const fromEnvironment = () => {
    try {
      return environmentVariableSelector(process.env, { signingName, logger });
    } catch {
      return undefined;
    }
  };
  return once(async () => fromEnvironment() ?? (isProvider(otherwise) ? await otherwise() : otherwise));
}

export const NODE_REGION_CONFIG_FILE_OPTIONS = {};
export const NODE_REGION_CONFIG_OPTIONS: Setting<string> = {
  environmentVariableSelector: (environment) => environment[REGION_ENV_NAME],
  default: () => Promise.reject(new Error('Region is missing')),
};
export const NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS: Setting<boolean> = {
  environmentVariableSelector: (from) => booleanSelector(from, 'AWS_USE_DUALSTACK_ENDPOINT', SelectorType.ENV),
  default: false,
};
export const NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS: Setting<boolean> = {
  environmentVariableSelector: (from) => booleanSelector(from, 'AWS_USE_FIPS_ENDPOINT', SelectorType.ENV),
  default: false,
};

/** `auto` asks where the client runs; a function runs in the region that it calls. */
export function resolveDefaultsModeConfig(): () => Promise<string> {
  return once(() => {
    const mode = process.env['AWS_DEFAULTS_MODE']?.toLowerCase() ?? 'legacy';
    if (mode === 'auto') return Promise.resolve('in-region');
    if (['in-region', 'cross-region', 'mobile', 'standard', 'legacy'].includes(mode)) return Promise.resolve(mode);
    return Promise.reject(new Error(`AWS_DEFAULTS_MODE cannot be ${mode}.`));
  });
}

/** @throws Error, by the provider, for a region that could not be part of a host's name */
export function resolveRegionConfig<Given extends Region>(given: Given) {
  const { region, useFipsEndpoint } = given;
  return Object.assign(given, {
    region: async () => {
      const name = typeof region === 'function' ? await region() : region;
      if (!/^(?!-)[a-zA-Z0-9-]{1,63}(?<!-)$/.test(name)) throw new Error(`Region not accepted: ${name}`);
      return name;
    },
    useFipsEndpoint: async () => (typeof useFipsEndpoint === 'function' ? await useFipsEndpoint() : useFipsEndpoint),
  });
}
