/** A body that is no protobuf, or not what it says that it is. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

/** One field of a message: its number, and its value as it is on the wire. */
export interface WireField {
  readonly number: number;
  readonly value: bigint | Uint8Array | number;
}

const text = new TextDecoder('utf-8', { fatal: true });

/** The fields of a protobuf message in their order. Throws WireError where the bytes end too early or make no sense. */
export function* fieldsOf(bytes: Uint8Array): Generator<WireField> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new WireError('unexpected EOF');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
    throw new WireError('proto: integer overflow');
  };
  const take = (length: number): number => {
    const start = at;
    at += length;
    if (length < 0 || at > bytes.length) throw new WireError('unexpected EOF');
    return start;
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = tag >>> 3;
    switch (tag & 7) {
      case 0:
        yield { number, value: varint() };
        break;
      case 1:
        yield { number, value: view.getFloat64(take(8), true) };
        break;
      case 2: {
        const length = Number(varint());
        const start = take(length);
        yield { number, value: bytes.subarray(start, start + length) };
        break;
      }
      case 5:
        yield { number, value: view.getFloat32(take(4), true) };
        break;
      default: throw new WireError(`proto: illegal wireType ${tag & 7}`);
    }
  }
}

/** The text in a field; throws WireError when it is none. */
export function textOf(value: WireField['value']): string {
  try {
    return text.decode(bytesOf(value));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new WireError('proto: invalid UTF-8');
  }
}

/** The bytes of a field; throws WireError when it has none. */
export function bytesOf(value: WireField['value']): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new WireError('proto: wrong wireType');
}

/** The number in a field; throws WireError when it is none. */
export function numberOf(value: WireField['value']): number {
  if (value instanceof Uint8Array) throw new WireError('proto: wrong wireType');
  return Number(value);
}
