/** A till that asks the deployed HTTP API, with a token of its own. */
import * as z from 'zod/mini';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { setTimeout } from 'node:timers/promises';
import { tokenScope } from '../../shared/config/http-routes.ts';
import type { Scope } from '../../shared/config/http-routes.ts';
import { clientOutput, doorOutputs, resourceName } from '../../shared/config/names.ts';
import { callJson } from './aws-json.ts';
import { clients, endpoint } from './stage.ts';

const cloudFormation = new CloudFormationClient(clients);

async function outputOf(stack: string, name: string): Promise<string> {
  const { Stacks = [] } = await cloudFormation.send(
    new DescribeStacksCommand({ StackName: resourceName('local', stack) }),
  );
  const outputs = Stacks.flatMap(({ Outputs = [] }) => Outputs);
  const value = outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
  if (value === undefined) throw new Error(`the stack ${stack} has no output ${name}`);
  return value;
}

const described = z.object({ UserPoolClient: z.object({ ClientSecret: z.string() }) });

/** Id and secret of the stage's machine client, as whoever runs the stage looks it up. */
async function machineClient(): Promise<{ readonly id: string; readonly secret: string }> {
  const [userPool, id] = await Promise.all([
    outputOf('data', doorOutputs.userPool),
    outputOf('data', clientOutput('till')),
  ]);
  const call = 'AWSCognitoIdentityProviderService.DescribeUserPoolClient';
  const { UserPoolClient } = described.parse(
    await callJson('cognito-idp', call, { UserPoolId: userPool, ClientId: id }),
  );
  return { id, secret: UserPoolClient.ClientSecret };
}

const token = z.object({ access_token: z.string() });

/** A token for these scopes, got with the client's secret. */
export async function tokenFor(...scopes: readonly Scope[]): Promise<string> {
  const { id, secret } = await machineClient();
  const response = await fetch(new URL('/oauth2/token', endpoint), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.map(tokenScope).join(' ') }),
  });
  return token.parse(await response.json()).access_token;
}

export type Asked = {
  readonly token?: string;
  readonly key?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};
export type Told = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
};

/** Where the API answers: its own address does not resolve on this machine. */
export async function doorAddress(): Promise<string> {
  return `${endpoint}/_aws/execute-api/${await outputOf('engine', doorOutputs.id)}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Asks once. */
export async function ask(address: string, method: string, path: string, asked: Asked = {}): Promise<Told> {
  const { token: bearer, key, body, headers } = asked;
  const response = await fetch(`${address}${path}`, {
    method,
    headers: {
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(text) };
}

const attemptsAtMost = 200;

/** Asks, with the same key, until it is answered: neither turned away nor told to come back. */
export async function askUntilAnswered(...asking: Parameters<typeof ask>): Promise<Told> {
  for (let attempt = 1; attempt <= attemptsAtMost; attempt += 1) {
    const told = await ask(...asking);
    if (told.status !== 429 && told.status < 500) return told;
    await setTimeout(50 + Math.random() * 50 * attempt);
  }
  throw new Error('the door gave no answer');
}
