/** What clients in a bundle share, against the SDK's own; their headers are compared in clients.test.ts. */
import '@aws-sdk/client-dynamodb';
import { customEndpointFunctions } from '@smithy/core/endpoints';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { awsEndpointFunctions, traceHeader } from '../../../infra/bundle/client-parts.ts';

describe('the partition of a region', () => {
  it.each([
    ...['eu-central-1', 'us-east-1', 'ap-southeast-7', 'mx-central-1', 'il-central-1', 'us-gov-west-1', 'nowhere'],
    ...['cn-north-1', 'cn-northwest-1', 'eusc-de-east-1', 'us-iso-east-1', 'us-isob-east-1', 'eu-isoe-west-1'],
    'us-isof-south-1',
  ])("is the SDK's: %s", (region) => {
    const expected: unknown = customEndpointFunctions['aws']?.['partition']?.(region);
    expect(expected).toMatchObject({ dnsSuffix: expect.any(String) });
    expect(expected).toMatchObject(awsEndpointFunctions.partition(region));
  });
});

describe('the trace of an invocation', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each([
    ['function', 'Root=1-abc-def', { 'X-Amzn-Trace-Id': 'Root=1-abc-def' }],
    ['function', undefined, {}],
    ['function', '', {}],
    [undefined, 'Root=1-abc-def', {}],
  ])('goes with requests of a function: %s, %s', (name, trace, expected) => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', name);
    vi.stubEnv('_X_AMZN_TRACE_ID', trace);
    expect(traceHeader()).toEqual(expected);
  });
});
