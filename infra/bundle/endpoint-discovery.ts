/**
 * Stands in every bundle for `@aws-sdk/middleware-endpoint-discovery`, with the least-recently-used cache that it brings
 * along (9 KB). DynamoDB's client would ask for endpoints that are near; it does not unless somebody tells it to, and
 * nobody does.
 */
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => undefined,
  default: () => Promise.resolve(undefined),
};

export function resolveEndpointDiscoveryConfig<Config>(config: Config): Config {
  return config;
}
