/** The settings of a client in a bundle, against those that the SDK finds where there is an environment and no file. */
import * as sdk from '@smithy/core/config';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as ours from '../../../infra/bundle/environment-config.ts';

beforeEach(() => {
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  // As in every function.
  vi.stubEnv('AWS_EXECUTION_ENV', 'AWS_Lambda_nodejs24.x');
  vi.stubEnv('AWS_REGION', 'eu-central-1');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const outcome = async (provide: () => Promise<unknown>) => {
  try {
    return { value: await provide() };
  } catch (error) {
    return { message: error instanceof Error ? error.message : 'no error' };
  }
};

const valueOf = (read: { readonly value?: unknown }) => ('value' in read ? read.value : 'refused');

describe('settings of clients', () => {
  const switches = ['AWS_USE_DUALSTACK_ENDPOINT', 'AWS_USE_FIPS_ENDPOINT'];
  it.each([undefined, 'true', 'false', 'TRUE', ''])("are the SDK's for a switch that is %j", async (value) => {
    for (const name of switches) vi.stubEnv(name, value);
    const found = [
      await outcome(ours.loadConfig(ours.NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS)),
      await outcome(ours.loadConfig(ours.NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS)),
    ];
    expect(found).toEqual([
      await outcome(sdk.loadConfig({ ...sdk.nodeDualstackConfigSelectors, default: false })),
      await outcome(sdk.loadConfig({ ...sdk.nodeFipsConfigSelectors, default: false })),
    ]);
  });

  const regions = ['eu-central-1', 'us-gov-west-1', undefined, '-', 'a.b', 'x/y', 'a-', ''];
  it.each(regions)("are the SDK's in region %j", async (name) => {
    vi.stubEnv('AWS_REGION', name);
    const regionOf = ours.loadConfig(ours.NODE_REGION_CONFIG_OPTIONS, ours.NODE_REGION_CONFIG_FILE_OPTIONS);
    const found = ours.resolveRegionConfig({ region: regionOf, useFipsEndpoint: false });
    const sdkRegionOf = sdk.loadConfig(sdk.NODE_REGION_CONFIG_OPTIONS, sdk.NODE_REGION_CONFIG_FILE_OPTIONS);
    const expected = sdk.resolveRegionConfig({
      region: sdkRegionOf,
      useFipsEndpoint: false,
      regionInfoProvider: undefined,
    });
    expect(valueOf(await outcome(found.region))).toBe(valueOf(await outcome(expected.region)));
    if (name !== undefined) expect(await found.useFipsEndpoint()).toBe(await expected.useFipsEndpoint());
  });

  it.each([undefined, 'legacy', 'Standard', 'in-region', 'cross-region', 'mobile', 'auto', 'wrong'])(
    "are the SDK's in mode %j",
    async (mode) => {
      vi.stubEnv('AWS_DEFAULTS_MODE', mode);
      const found = valueOf(await outcome(ours.resolveDefaultsModeConfig()));
      expect(found).toBe(valueOf(await outcome(sdk.resolveDefaultsModeConfig())));
    },
  );

  it('are read once, and again after a failure', async () => {
    let calls = 0;
    const setting = {
      environmentVariableSelector: () => undefined,
      configFileSelector: () => undefined,
      default: () => {
        calls += 1;
        return calls === 1 ? Promise.reject(new Error('not yet')) : Promise.resolve('there');
      },
    };
    const provide = ours.loadConfig<string>(setting);
    await expect(provide()).rejects.toThrow('not yet');
    expect([await provide(), await provide()]).toEqual(['there', 'there']);
    expect(calls).toBe(2);
  });
});
