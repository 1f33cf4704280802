import { constants, createDeflate, createInflate } from 'node:zlib';
import type { Deflate, Inflate } from 'node:zlib';
import { dictionary } from './dictionary.ts';

/** Names and values of a stream's headers; names in lower case. */
export type SpdyHeaders = ReadonlyMap<string, string>;

/** Reads and writes blocks of headers: each direction of a connection is one compressed stream, so their order matters. */
export class HeaderCodec {
  private readonly inflate = createInflate({ dictionary, finishFlush: constants.Z_SYNC_FLUSH });
  private readonly deflate = createDeflate({ dictionary, finishFlush: constants.Z_SYNC_FLUSH });

  /** The headers in a block. Throws where it cannot be read. */
  async read(block: Buffer): Promise<SpdyHeaders> {
    return readPairs(await through(this.inflate, block));
  }

  /** A block of these headers. */
  write(headers: SpdyHeaders): Promise<Buffer> {
    const parts = [number(headers.size)];
    for (const pair of headers) for (const text of pair) parts.push(number(Buffer.byteLength(text)), Buffer.from(text));
    return through(this.deflate, Buffer.concat(parts));
  }

  close(): void {
    this.inflate.close();
    this.deflate.close();
  }
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function through(stream: Deflate | Inflate, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    stream.once('error', reject);
    stream.write(bytes);
    stream.flush(constants.Z_SYNC_FLUSH, () => {
      stream.off('error', reject);
      const parts: Buffer[] = [];
      for (let part = stream.read() as Buffer | null; part !== null; part = stream.read() as Buffer | null) parts.push(part);
      resolve(Buffer.concat(parts));
    });
  });
}

function readPairs(bytes: Buffer): SpdyHeaders {
  const headers = new Map<string, string>();
  let at = 4;
  const text = (): string => {
    const length = bytes.readUInt32BE(at);
    at += 4 + length;
    if (at > bytes.length) throw new RangeError('a header is longer than its block');
    return bytes.toString('utf8', at - length, at);
  };
  for (let left = bytes.readUInt32BE(0); left > 0; left--) headers.set(text().toLowerCase(), text());
  return headers;
}
