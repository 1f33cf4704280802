import { inflateRawSync } from 'node:zlib';

const endOfDirectory = 0x0605_4b50;
const deflated = 8;

/** The files of a ZIP archive whose names the caller wants. Throws RangeError for what is no archive. */
export function* unzip(archive: Buffer, wants: (name: string) => boolean): Generator<{ readonly name: string; readonly bytes: Buffer }> {
  let end = archive.length - 22;
  while (archive.readUInt32LE(end) !== endOfDirectory) end--;
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const method = archive.readUInt16LE(at + 10);
    const packedLength = archive.readUInt32LE(at + 20);
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    if (wants(name)) {
      const local = archive.readUInt32LE(at + 42);
      const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
      const packed = archive.subarray(start, start + packedLength);
      yield { name, bytes: method === deflated ? inflateRawSync(packed) : packed };
    }
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
}
