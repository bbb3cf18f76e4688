/** The HTTP API: every route asks for its scope, calls are throttled, and the log says nothing of anybody. */
import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { tokensOf } from '../../infra/constructs/machine-tokens.ts';
import { stageSettings } from '../../infra/stages.ts';
import { httpRoutes, linkRoutes, routeKey, scopeNames, tokenScope } from '../../shared/config/http-routes.ts';
import { resourcesOf, stages, synthesised } from './synthesised.ts';

const reference = z.object({ Ref: z.string() });

describe.each(stages)('the HTTP API of the stage %s', (stage) => {
  const routes = resourcesOf(stage, 'AWS::ApiGatewayV2::Route', {
    RouteKey: z.string(),
    AuthorizationType: z.string(),
    AuthorizerId: z.optional(reference),
    AuthorizationScopes: z.optional(z.array(z.string())),
  });
  const open = routes.filter(({ properties }) => properties.AuthorizationType === 'NONE');
  const forTokens = routes.filter((route) => !open.includes(route));
  const authorizers = resourcesOf(stage, 'AWS::ApiGatewayV2::Authorizer', {
    AuthorizerType: z.literal('JWT'),
    JwtConfiguration: z.object({ Issuer: z.unknown(), Audience: z.array(z.unknown()) }),
  });

  it('has every route, each for tokens with its scope', () => {
    const ofRoutes = forTokens.filter(({ properties }) => properties.RouteKey !== '$default');
    expect(ofRoutes.map(({ properties }) => [properties.RouteKey, properties.AuthorizationScopes]).sort()).toEqual(
      Object.values(httpRoutes)
        .map((route) => [routeKey(route), [tokenScope(route.scope)]])
        .sort(),
    );
  });

  it('lets nobody in without a token, whatever the path, but with a link', () => {
    expect(authorizers).toHaveLength(1);
    expect(forTokens).toHaveLength(Object.keys(httpRoutes).length + 1);
    for (const { properties } of forTokens) {
      expect(properties.AuthorizationType).toBe('JWT');
      expect(properties.AuthorizerId?.Ref).toBe(authorizers[0]?.id);
    }
    expect(open.map(({ properties }) => properties.RouteKey)).toEqual(Object.values(linkRoutes).map(routeKey));
    for (const { properties } of open) {
      expect(properties.AuthorizerId).toBeUndefined();
      expect(properties.AuthorizationScopes).toBeUndefined();
    }
  });

  it('has limits of their own for links, so that a flood of them turns no till away', () => {
    const settings = z.record(
      z.string(),
      z.strictObject({ ThrottlingRateLimit: z.number(), ThrottlingBurstLimit: z.number() }),
    );
    const [one] = resourcesOf(stage, 'AWS::ApiGatewayV2::Stage', { RouteSettings: settings });
    const { rate, burst } = stageSettings[stage].linksThrottle;
    const limits = { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst };
    expect(one?.properties.RouteSettings).toEqual(
      Object.fromEntries(Object.values(linkRoutes).map((route) => [routeKey(route), limits])),
    );
    const awaited = one?.DependsOn ?? [];
    expect(awaited).toEqual(expect.arrayContaining(open.map(({ id }) => id)));
  });

  it('is throttled, and its log names no path, no address and nobody', () => {
    const [one, ...others] = resourcesOf(stage, 'AWS::ApiGatewayV2::Stage', {
      StageName: z.literal('$default'),
      DefaultRouteSettings: z.object({ ThrottlingRateLimit: z.number(), ThrottlingBurstLimit: z.number() }),
      AccessLogSettings: z.object({ Format: z.string(), DestinationArn: z.unknown() }),
    });
    expect(others).toEqual([]);
    const { rate, burst } = stageSettings[stage].httpThrottle;
    expect(one?.properties.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst });
    const format = one?.properties.AccessLogSettings.Format ?? '';
    const logged = z.record(z.string(), z.string()).parse(JSON.parse(format));
    expect(Object.values(logged).sort()).toEqual([
      '$context.authorizer.claims.client_id',
      '$context.error.responseType',
      '$context.integrationLatency',
      '$context.requestId',
      '$context.responseLatency',
      '$context.routeKey',
      '$context.status',
    ]);
  });

  it('has machine clients with secrets, an hour’s tokens, and the scopes that the stage gives them', () => {
    const { tokens } = stageSettings[stage];
    const clients = resourcesOf(stage, 'AWS::Cognito::UserPoolClient', {
      ClientName: z.string(),
      GenerateSecret: z.literal(true),
      AllowedOAuthFlows: z.tuple([z.literal('client_credentials')]),
      AllowedOAuthScopes: z.array(z.unknown()),
      AccessTokenValidity: z.literal(60),
    });
    expect(clients.map(({ properties }) => properties.ClientName)).toEqual(tokens.clients.map(({ name }) => name));
    for (const [index, { properties }] of clients.entries()) {
      const allowed = tokens.clients[index]?.scopes ?? [];
      expect(properties.AllowedOAuthScopes).toHaveLength(allowed.length);
      for (const scope of allowed) expect(JSON.stringify(properties.AllowedOAuthScopes)).toContain(`/${scope}"`);
    }
    const servers = resourcesOf(stage, 'AWS::Cognito::UserPoolResourceServer', {
      Identifier: z.literal('perennial'),
      Scopes: z.array(z.object({ ScopeName: z.string() })),
    });
    expect(servers.map(({ properties }) => properties.Scopes.map(({ ScopeName }) => ScopeName))).toEqual([scopeNames]);
  });

  it('keeps its clients where data is kept', () => {
    const pools = resourcesOf(stage, 'AWS::Cognito::UserPool', {
      DeletionProtection: z.string(),
      AdminCreateUserConfig: z.object({ AllowAdminCreateUserOnly: z.literal(true) }),
    });
    expect(
      pools.map(({ stack, properties, DeletionPolicy }) => [stack, properties.DeletionProtection, DeletionPolicy]),
    ).toEqual([
      [`perennial-${stage}-data`, stage === 'prod' ? 'ACTIVE' : 'INACTIVE', stage === 'prod' ? 'Retain' : 'Delete'],
    ]);
  });

  it.each(['members.erase', 'members.export'])('gives no till %s but where everything is tried out', (ofDesks) => {
    const having = stageSettings[stage].tokens.clients.filter(({ scopes }) =>
      scopes.some((scope) => scope === ofDesks),
    );
    expect(having).toHaveLength(stage === 'local' ? 1 : 0);
  });

  it('may be answered by its functions and by nobody else’s API', () => {
    const permissions = resourcesOf(stage, 'AWS::Lambda::Permission', {
      Principal: z.literal('apigateway.amazonaws.com'),
      SourceArn: z.unknown(),
    });
    expect(permissions).toHaveLength(routes.length);
    const api = synthesised(stage).resources.find(({ Type }) => Type === 'AWS::ApiGatewayV2::Api');
    for (const { properties } of permissions)
      expect(JSON.stringify(properties.SourceArn)).toContain(`"Ref":"${api?.id ?? ''}"`);
  });
});

describe('tokens of another issuer', () => {
  it('are taken instead of those of a pool, and no pool is made', () => {
    const stack = new Stack(new App(), 'Planted');
    const other = { from: 'issuer', issuer: 'https://login.example.com', audience: ['perennial'] } as const;
    const issuer = tokensOf(stack, { ...stageSettings.prod, tokens: other });
    expect(issuer).toEqual({ issuer: other.issuer, audience: other.audience });
    expect(stack.node.findAll()).toEqual([stack]);
  });
});
