/**
 * Stands in every bundle for `@aws-sdk/endpoint-cache`, with the least-recently-used cache that it brings along (8 KB).
 * DynamoDB's client would keep in it the endpoints that it discovers; discovery is off unless somebody asks for it, and
 * with a cache that forgets it would still be right.
 */
export class EndpointCache {
  get(): undefined {
    return undefined;
  }

  getEndpoint(): undefined {
    return undefined;
  }

  has(): boolean {
    return false;
  }

  set(): void {
    // Forgotten at once.
  }

  delete(): void {
    // Nothing is kept.
  }

  clear(): void {
    // Nothing is kept.
  }
}
