import { Aws, CfnOutput, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  FeaturePlan,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  UserPoolClientIdentityProvider,
  type UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { resourceServer, scopeNames, scopes } from '../../shared/config/http-routes.ts';
import { clientOutput, doorOutputs, resourceName } from '../../shared/config/names.ts';
import type { MachineClient, StageSettings } from '../stages.ts';

/** Who may issue the tokens that the HTTP API takes, and for whom. */
export type TokenIssuer = { readonly issuer: string; readonly audience: readonly string[] };

/** A token that was taken is of use for so long; a client asks for a new one. */
const tokenLife = Duration.hours(1);

/** The tokens that the HTTP API of a stage takes: of a user pool of its own, or of the issuer that the settings name. */
export function tokensOf(scope: Construct, settings: StageSettings): TokenIssuer {
  const { tokens } = settings;
  if (tokens.from === 'issuer') return { issuer: tokens.issuer, audience: tokens.audience };
  return new MachineTokens(scope, 'Tokens', settings, tokens.clients);
}

/** A user pool without users: machine clients get tokens from it with their secret, each for its own scopes. */
class MachineTokens extends Construct implements TokenIssuer {
  readonly issuer: string;
  readonly audience: readonly string[];

  constructor(scope: Construct, id: string, settings: StageSettings, clients: readonly MachineClient[]) {
    super(scope, id);
    const pool = new UserPool(this, 'Pool', {
      userPoolName: resourceName(settings.stage, 'clients'),
      selfSignUpEnabled: false,
      featurePlan: FeaturePlan.ESSENTIALS,
      passwordPolicy: {
        minLength: 16,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      deletionProtection: settings.keepsData,
      removalPolicy: settings.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(pool).acknowledge(
      {
        id: 'AwsSolutions-COG2',
        reason: 'No person ever signs in: the pool has clients that are machines, and nobody can sign up.',
      },
      {
        id: 'AwsSolutions-COG8',
        reason: 'What the plus plan watches are sign-ins of users, of whom this pool has none.',
      },
    );
    // A prefix is unique in its region, whosoever account it is.
    const domain = pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `${resourceName(settings.stage, 'clients')}-${Aws.ACCOUNT_ID}` },
    });
    const server = pool.addResourceServer('Scopes', {
      identifier: resourceServer,
      scopes: scopeNames.map(
        (scopeName) => new ResourceServerScope({ scopeName, scopeDescription: scopes[scopeName] }),
      ),
    });
    this.issuer = `https://${pool.userPoolProviderName}`;
    this.audience = clients.map((client) => this.addClient(pool, server, client));
    this.print(doorOutputs.userPool, pool.userPoolId);
    this.print(doorOutputs.tokenUrl, `${domain.baseUrl()}/oauth2/token`);
  }

  private addClient(pool: UserPool, server: UserPoolResourceServer, { name, scopes: allowed }: MachineClient): string {
    const client = pool.addClient(name, {
      userPoolClientName: name,
      generateSecret: true,
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      accessTokenValidity: tokenLife,
      oAuth: {
        flows: { clientCredentials: true },
        scopes: allowed.map((scopeName) =>
          OAuthScope.resourceServer(
            server,
            new ResourceServerScope({ scopeName, scopeDescription: scopes[scopeName] }),
          ),
        ),
      },
    });
    this.print(clientOutput(name), client.userPoolClientId);
    return client.userPoolClientId;
  }

  private print(key: string, value: string): void {
    new CfnOutput(this, `Output${key}`, { key, value });
  }
}
