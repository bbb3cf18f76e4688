/** The document and templates of a campaign as bytes of one item. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** Below it packing saves nothing that is paid for. */
const packedFrom = 4096;
/** DynamoDB takes items of 400 KB. */
const bytesAtMost = 350 * 1024;

/** A campaign's document and templates do not fit into one item, packed as they are. */
export class ContentTooLargeError extends Error {
  override readonly name = 'ContentTooLargeError';
}

export type PackedContent = { readonly packed: boolean; readonly bytes: Uint8Array };

/** @throws ContentTooLargeError when it comes to more than 350 KB */
export async function packContent(content: unknown): Promise<PackedContent> {
  const text = Buffer.from(JSON.stringify(content), 'utf8');
  const packed = text.length >= packedFrom;
  const bytes = packed ? await pack(text) : text;
  if (bytes.length > bytesAtMost) {
    throw new ContentTooLargeError(
      `document and templates come to ${String(Math.ceil(bytes.length / 1024))} KB packed; 350 KB is the most`,
    );
  }
  return { packed, bytes };
}

export async function unpackContent({ packed, bytes }: PackedContent): Promise<unknown> {
  const content: unknown = JSON.parse(Buffer.from(packed ? await unpack(bytes) : bytes).toString('utf8'));
  return content;
}
