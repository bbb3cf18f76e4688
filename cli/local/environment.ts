/** The account that MiniStack gives to every key that is no account number. */
export const localAccount = '000000000000';
export const localRegion = 'us-east-1';

/** The variables under which the AWS SDK, the CDK and its command line talk to the local AWS and to nothing else. */
export function localEnvironment(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: localRegion,
    AWS_DEFAULT_REGION: localRegion,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DEFAULT_ACCOUNT: localAccount,
    CDK_DEFAULT_REGION: localRegion,
  };
}
