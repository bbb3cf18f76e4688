/**
 * Stands in every bundle for `@aws-sdk/client-secrets-manager` (13 KB), with which a function reads one secret when it
 * starts: the one call, with the SDK's retries, which DynamoDB's client has brought along. What else the client can do is
 * missing: other calls, settings other than the region, its hosts and AWS_ENDPOINT_URL, corrections of the clock (Lambda's
 * is right), and the hosts of FIPS and of IPv6, which are refused where they are asked for.
 */
import { RetriedService } from './retried-service.ts';
import { textAt } from './service-call.ts';

export class GetSecretValueCommand {
  readonly input: { readonly SecretId: string };

  constructor(input: { readonly SecretId: string }) {
    this.input = input;
  }
}

export class SecretsManagerClient {
  readonly #service = new RetriedService({
    host: 'secretsmanager',
    signedFor: 'secretsmanager',
    endpointVariable: 'AWS_ENDPOINT_URL_SECRETS_MANAGER',
  });

  /** @throws Error with the name that the service gives to it, after as many attempts as the SDK makes */
  async send({ input }: GetSecretValueCommand): Promise<{ readonly SecretString: string | undefined }> {
    const body = await this.#service.post({
      path: '/',
      body: JSON.stringify(input),
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'secretsmanager.GetSecretValue',
      },
    });
    return { SecretString: textAt(body, 'SecretString') };
  }
}
