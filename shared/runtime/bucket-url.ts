/** A bucket of a deployment, as a function is told of it. */
export type DeployedBucket = {
  readonly bucket: string;
  /** The host that AWS gave it. */
  readonly domain: string;
  /** Where another AWS than the real one is; it knows buckets by paths and not by hosts. */
  readonly endpoint: string | undefined;
};

export function bucketUrl({ bucket, domain, endpoint }: DeployedBucket): string {
  return endpoint === undefined ? `https://${domain}` : `${endpoint}/${bucket}`;
}
