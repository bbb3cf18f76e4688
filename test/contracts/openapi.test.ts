/** The OpenAPI document: whoever reads it finds everything that it names, and what is true of every operation. */
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { httpRoutes, scopeNames, scopes, tokenScope } from '../../shared/config/http-routes.ts';
import { openApiDocument } from '../../shared/contracts/http/openapi.ts';
import { problemCodes, statusOf } from '../../shared/contracts/http/problems.ts';

const anyObject = z.record(z.string(), z.unknown());
const parameter = z.union([
  z.strictObject({ $ref: z.string() }),
  z.strictObject({ name: z.string(), in: z.literal('query'), schema: anyObject }),
]);
const content = (type: string) => z.strictObject({ [type]: z.strictObject({ schema: anyObject }) });
const response = z.union([
  z.strictObject({ $ref: z.string() }),
  z.strictObject({
    description: z.string().check(z.minLength(1)),
    content: z.union([content('application/json'), content('application/problem+json')]),
  }),
]);
const operation = z.strictObject({
  operationId: z.string(),
  tags: z.array(z.string()),
  summary: z.string().check(z.minLength(1)),
  description: z.string().check(z.minLength(1)),
  security: z.tuple([z.strictObject({ machineClient: z.tuple([z.string()]) })]),
  parameters: z.array(parameter),
  requestBody: z.optional(z.strictObject({ required: z.literal(true), content: content('application/json') })),
  responses: z.record(z.string().check(z.regex(/^[1-5]\d\d$/)), response),
});
/** What OpenAPI 3.1 asks of a document, as far as this one goes. */
const schema = z.strictObject({
  openapi: z.literal('3.1.1'),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(
    z.strictObject({
      url: z.string(),
      variables: z.record(z.string(), z.strictObject({ default: z.string(), description: z.string() })),
    }),
  ),
  paths: z.record(
    z.string().check(z.regex(/^\/v1\/[a-zA-Z{}/]+$/)),
    z.partialRecord(z.enum(['get', 'post', 'patch', 'delete']), operation),
  ),
  components: z.strictObject({
    schemas: z.record(z.string().check(z.regex(/^[\w.-]+$/)), anyObject),
    parameters: z.record(
      z.string(),
      z.strictObject({
        name: z.string(),
        in: z.enum(['path', 'header']),
        required: z.literal(true),
        schema: anyObject,
        description: z.string(),
      }),
    ),
    responses: z.record(z.string(), response),
    securitySchemes: z.strictObject({
      machineClient: z.strictObject({
        type: z.literal('oauth2'),
        description: z.string(),
        flows: z.strictObject({
          clientCredentials: z.strictObject({ tokenUrl: z.url(), scopes: z.record(z.string(), z.string()) }),
        }),
      }),
    }),
  }),
});

const given = openApiDocument();
const document = schema.parse(given);
const text = JSON.stringify(given);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, each]) => ({ path, method, ...each })),
);

/** What stands at a JSON pointer of the document. */
function at(pointer: string): unknown {
  const steps = pointer.replace(/^#\//, '').split('/');
  return steps.reduce<unknown>((inner, step) => anyObject.parse(inner)[step], given);
}

describe('the OpenAPI document', () => {
  it('has every route, and no other', () => {
    expect(operations.map(({ operationId, method, path }) => [operationId, method, path])).toEqual(
      Object.entries(httpRoutes).map(([name, { method, path }]) => [name, method.toLowerCase(), path]),
    );
  });

  it('refers to what it holds, and holds nothing that nobody refers to', () => {
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, pointer = '']) => pointer);
    expect(references.length).toBeGreaterThan(30);
    for (const pointer of references) expect(at(pointer), pointer).toBeDefined();
    const held = (['schemas', 'parameters', 'responses'] as const).flatMap((kind) =>
      Object.keys(document.components[kind]).map((name) => `#/components/${kind}/${name}`),
    );
    expect([...new Set(references)].sort()).toEqual(held.sort());
  });

  it('leaves nothing of JSON Schema’s own where OpenAPI has its place for it', () => {
    expect(text).not.toMatch(/\$defs|"\$schema"|"nullable"/);
  });

  it.each(operations)('$operationId names the parameters of its path, and its key where it writes', (each) => {
    const named = each.parameters.map((one) => {
      if (!('$ref' in one)) return one.name;
      const { name, in: where } = z.object({ name: z.string(), in: z.string() }).parse(at(one.$ref));
      return `${where}:${name}`;
    });
    const inPath = [...each.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => `path:${name}`);
    expect(named.filter((name) => name.startsWith('path:'))).toEqual(inPath);
    expect(new Set(named).size).toBe(named.length);
    // Reading, finding and quoting change nothing.
    const takesKey = each.method !== 'get' && !['/v1/members/find', '/v1/quotes'].includes(each.path);
    expect(named.includes('header:Idempotency-Key')).toBe(takesKey);
  });

  it.each(operations)('$operationId asks for a scope that exists', ({ operationId, security: [{ machineClient }] }) => {
    const known = document.components.securitySchemes.machineClient.flows.clientCredentials.scopes;
    const route = Object.entries(httpRoutes).find(([name]) => name === operationId)?.[1];
    expect(machineClient).toEqual(route === undefined ? [] : [tokenScope(route.scope)]);
    expect(Object.keys(known)).toEqual(expect.arrayContaining(machineClient));
  });

  it('has every scope there is', () => {
    expect([...scopeNames].sort()).toEqual(Object.keys(scopes).sort());
  });

  it.each(operations)('$operationId answers with one document, or with problems of their status', ({ responses }) => {
    const good = Object.keys(responses).filter((status) => status.startsWith('2'));
    expect(good).toHaveLength(1);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403', '429', '500', '503']));
    const isProblem = (code: string): code is keyof typeof problemCodes => code in problemCodes;
    for (const [status, answer] of Object.entries(responses)) {
      if ('$ref' in answer || good.includes(status)) continue;
      const codes = [...answer.description.matchAll(/`([a-z-]+)`: /g)].map(([, code = '']) => code).filter(isProblem);
      expect(codes.length).toBeGreaterThan(0);
      expect(new Set(codes.map(statusOf))).toEqual(new Set([Number(status)]));
      expect(new Set(codes).size).toBe(codes.length);
    }
  });
});
