/** Calls of services of which the tests need one or two: without a client of their own. */
import { clients, endpoint } from './stage.ts';

/** @param target names the call as the service's protocol does, for example `Logs_20140328.DescribeLogGroups` */
export async function callJson(service: string, target: string, body: object): Promise<unknown> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
      // The local AWS reads who is called, and checks no signature.
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${clients.region ?? ''}/${service}/aws4_request, SignedHeaders=host, Signature=x`,
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${target}: ${await response.text()}`);
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}
