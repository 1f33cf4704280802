import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeObject, isProtobuf } from './decode-object.ts';
import { WireError } from './wire-reader.ts';

/** What kubectl v1.36.3 sent, and what it prints as JSON for the same command with --dry-run=client. */
interface Recorded {
  readonly command: string;
  readonly protobuf: string;
  readonly json: unknown;
}

const recorded = readFileSync(join(import.meta.dirname, 'testdata/bodies.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Recorded);

describe('a body in protobuf', () => {
  test.each(recorded.filter(({ json }) => json !== null))('$command', ({ protobuf, json }) => {
    expect(withoutNothing(decodeObject(Buffer.from(protobuf, 'base64')))).toEqual(withoutNothing(json));
  });

  test('of a request for a token', () => {
    const { protobuf = '' } = recorded.find(({ command }) => command.includes('token')) ?? {};
    expect(withoutNothing(decodeObject(Buffer.from(protobuf, 'base64')))).toEqual({
      kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', spec: { expirationSeconds: 3600 },
    });
  });

  test.each([
    ['', 'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]'],
    ['k8s\0\x0a\x7f', 'unexpected EOF'],
    ['k8s\0\x0a\x04\x12\x02aa', 'no kind "aa" is registered for version "" in scheme "pkg/api/legacyscheme/scheme.go:30"'],
    ['k8s\0\x07', 'proto: illegal wireType 7'],
    ['k8s\0\x08\x01', 'proto: wrong wireType'],
    ['k8s\0\x0a\x03\x0a\x01\xff', 'proto: invalid UTF-8'],
    [`k8s\0\x08${'\xff'.repeat(11)}`, 'proto: integer overflow'],
  ])('that is none: %j', (bytes, message) => {
    expect(() => decodeObject(Buffer.from(bytes, 'latin1'))).toThrow(new WireError(message));
  });

  test('with a time in no year, or a schema that says `not` of one that says so of another without an end, is refused', () => {
    const time = field(8, `\x08${'\xff'.repeat(7)}\x7f`);
    expect(() => decodeObject(whole('v1', 'ConfigMap', field(1, time)))).toThrow(new WireError('Time.MarshalJSON: year outside of range [0,9999]'));
    let schema = '';
    for (let depth = 0; depth < 5_000; depth++) schema = field(28, schema);
    const definition = field(2, field(7, field(4, field(1, schema))));
    expect(() => decodeObject(whole('apiextensions.k8s.io/v1', 'CustomResourceDefinition', definition))).toThrow(new WireError('proto: exceeded max depth'));
  });

  test('cut anywhere is refused or read, and nothing worse', () => {
    for (const { protobuf } of recorded) {
      const body = Buffer.from(protobuf, 'base64');
      for (let length = 0; length < body.length; length++) {
        try {
          decodeObject(body.subarray(0, length));
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }
    }
  });

  test('is known by its type', () => {
    expect([isProtobuf('application/vnd.kubernetes.protobuf'), isProtobuf('application/json'), isProtobuf()]).toEqual([true, false, false]);
  });
});

/** A field of a message with bytes in it; each character is one. */
function field(number: number, content: string): string {
  return `${varint((number * 8) + 2)}${varint(content.length)}${content}`;
}

function varint(value: number): string {
  return value < 128 ? String.fromCharCode(value) : String.fromCharCode((value % 128) + 128) + varint(Math.floor(value / 128));
}

/** A body as a client sends it. */
function whole(apiVersion: string, kind: string, object: string): Buffer {
  return Buffer.from(`k8s\0${field(1, field(1, apiVersion) + field(2, kind))}${field(2, object)}`, 'latin1');
}

/** Without fields that say nothing: where Go writes those depends on the format. */
function withoutNothing(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNothing);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, entry]) => [name, withoutNothing(entry)] as const);
  return Object.fromEntries(entries.filter(([, entry]) => entry !== 0 && entry !== null && JSON.stringify(entry) !== '{}'));
}
