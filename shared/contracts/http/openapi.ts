/** The HTTP API as an OpenAPI 3.1 document, made of the very data that its functions and its infrastructure go by. */
import * as z from 'zod/mini';
import { httpRoutes, scopeNames, scopes, tokenScope } from '../../config/http-routes.ts';
import { noBody } from './operation.ts';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';
import { problemCodes, problemDocument, statusOf } from './problems.ts';
import type { ProblemCode } from './problems.ts';

type Json = Readonly<Record<string, unknown>>;

/** JSON Schemas of the document, those with a name of their own under it. */
class Schemas {
  readonly named: Record<string, unknown> = {};

  /** @param io `input` for what is sent to us, where defaults may be left out */
  of(schema: z.core.$ZodType, io: 'input' | 'output'): Json {
    const json = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' });
    const { $defs: own, ...rest } = referringToComponents(json);
    delete rest['$schema'];
    Object.assign(this.named, own);
    return rest;
  }
}

const anyObject = z.record(z.string(), z.unknown());

/** An object of JSON, whose references are to where OpenAPI has its schemas. */
function referringToComponents(json: unknown): Record<string, unknown> {
  const text = JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/');
  return anyObject.parse(JSON.parse(text));
}

function parametersOf(schemas: Schemas, { name, query, writes }: Operation): readonly Json[] {
  const { properties } = z.object({ properties: anyObject }).parse(schemas.of(query, 'input'));
  return [
    ...[...httpRoutes[name].path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => {
      return { $ref: `#/components/parameters/${parameter ?? ''}` };
    }),
    ...Object.entries(properties).map(([parameter, schema]) => ({ name: parameter, in: 'query', schema })),
    ...(writes ? [{ $ref: '#/components/parameters/idempotencyKey' }] : []),
  ];
}

/** Codes that follow from what a request may look like, whatever it asks for. */
function generalProblems({ name, query, body, writes }: Operation): readonly ProblemCode[] {
  const { path } = httpRoutes[name];
  const isBodyless: boolean = body.def.type === noBody.def.type;
  return [
    ...(path.includes('{') || Object.keys(query.shape).length > 0 ? (['invalid-parameter'] as const) : []),
    ...(writes ? (['idempotency-key'] as const) : []),
    ...(isBodyless ? [] : (['unparsable', 'invalid-event', 'too-large', 'unsupported-media-type'] as const)),
    'internal',
    'unavailable',
  ];
}

function problemResponses(operation: Operation): Record<string, Json> {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of [...generalProblems(operation), ...operation.problems]) {
    byStatus.set(statusOf(code), [...(byStatus.get(statusOf(code)) ?? []), code]);
  }
  const responses = [...byStatus].map(([status, codes]): [string, Json] => {
    const description = codes.map((code) => `\`${code}\`: ${problemCodes[code]}`).join(' ');
    return [
      String(status),
      { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } } } },
    ];
  });
  return Object.fromEntries(responses);
}

/** What API Gateway answers itself, before any function of ours. */
const ofTheGateway = {
  401: 'The token is missing, expired, or from somebody else.',
  403: 'The token does not carry the scope that the operation asks for.',
  429: 'More requests than the stage allows: slow down, and ask again with the same key.',
} as const;

function operationObject(schemas: Schemas, operation: Operation): Json {
  const { name, summary, description, body, status, answer } = operation;
  const { scope, resource } = httpRoutes[name];
  const isBodyless: boolean = body.def.type === noBody.def.type;
  const gateway = Object.keys(ofTheGateway).map((code) => [code, { $ref: `#/components/responses/${code}` }] as const);
  const responses: Record<string, unknown> = {
    [status]: { description: summary, content: { 'application/json': { schema: schemas.of(answer, 'output') } } },
    ...problemResponses(operation),
    ...Object.fromEntries(gateway),
  };
  return {
    operationId: name,
    tags: [resource],
    summary,
    description,
    security: [{ machineClient: [tokenScope(scope)] }],
    parameters: parametersOf(schemas, operation),
    ...(isBodyless
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: schemas.of(body, 'input') } } } }),
    responses,
  };
}

function pathsOf(schemas: Schemas): Json {
  const paths: Record<string, Record<string, Json>> = {};
  const all: readonly Operation[] = Object.values(operations);
  for (const operation of all) {
    const { method, path } = httpRoutes[operation.name];
    (paths[path] ??= {})[method.toLowerCase()] = operationObject(schemas, operation);
  }
  return paths;
}

const idSchema = { type: 'string', minLength: 1, maxLength: 256 } as const;

const parameters = {
  memberId: {
    name: 'memberId',
    in: 'path',
    required: true,
    schema: idSchema,
    description: 'Our own id of the member.',
  },
  requestId: {
    name: 'requestId',
    in: 'path',
    required: true,
    schema: idSchema,
    description: 'The `Idempotency-Key` that the reservation was made with.',
  },
  idempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    schema: { type: 'string', pattern: '^[!-~]{1,256}$' },
    description:
      'Your own name of what is asked for, the same whenever you ask again: the same key and body give the same ' +
      'answer for ever, another body is a `conflicting-duplicate`. Once the member is erased the answer is ' +
      '`member-erased`.',
  },
} as const;

function securityScheme(): Json {
  const meanings = scopeNames.map((scope) => [tokenScope(scope), scopes[scope]] as const);
  return {
    type: 'oauth2',
    description:
      'Tokens of machine clients. The address is an output of the deployment (`TokenUrl`), unless the stage trusts ' +
      'another issuer.',
    flows: {
      clientCredentials: {
        tokenUrl: 'https://tokens.example.com/oauth2/token',
        scopes: Object.fromEntries(meanings),
      },
    },
  };
}

/** The whole document. */
export function openApiDocument(): Json {
  const schemas = new Schemas();
  const paths = pathsOf(schemas);
  schemas.of(problemDocument, 'output');
  const message = { type: 'object', properties: { message: { type: 'string' } } };
  const responses = Object.entries(ofTheGateway).map(([status, description]) => {
    return [status, { description, content: { 'application/json': { schema: message } } }] as const;
  });
  return {
    openapi: '3.1.1',
    info: {
      title: 'Perennial',
      version: '1.0',
      description:
        'What a till asks at once, beside the events on the bus. Unknown fields are ignored; amounts beyond 2^53 are ' +
        'the digits as a string. Errors are RFC 9457 problem documents with a stable `code`.',
    },
    servers: [
      {
        url: '{api}',
        variables: { api: { default: 'https://api.example.com', description: 'Output `ApiUrl` of the deployment.' } },
      },
    ],
    paths,
    components: {
      schemas: schemas.named,
      parameters,
      responses: Object.fromEntries(responses),
      securitySchemes: { machineClient: securityScheme() },
    },
  };
}
