import { createReadStream } from 'node:fs';
import { PassThrough, pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

const gzipMagic = [0x1f, 0x8b];

/**
 * The bytes of a file (`-` for standard input); what is gzipped is unpacked, told by its first bytes and not by its
 * name. What goes wrong with the file comes out of the stream, or out of this call.
 */
export async function openInput(file: string): Promise<Readable> {
  const source: Readable = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 18 });
  const first = await new Promise<Buffer | null>((resolve, reject) => {
    const read = () => {
      const chunk: unknown = source.read();
      resolve(Buffer.isBuffer(chunk) ? chunk : null);
    };
    source.once('error', reject);
    source.once('readable', read);
    source.once('end', () => {
      resolve(null);
    });
  });
  if (first === null) return source;
  source.unshift(first);
  if (first[0] !== gzipMagic[0] || first[1] !== gzipMagic[1]) return source;
  return pipeline(source, createGunzip({ chunkSize: 1 << 18 }), new PassThrough(), () => undefined);
}
