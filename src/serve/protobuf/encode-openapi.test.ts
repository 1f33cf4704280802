import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readYaml } from '../../base/index.ts';
import { encodeOpenApi, wantsOpenApiWire } from './encode-openapi.ts';
import facts from './openapi-facts.json' with { type: 'json' };
import { bytesOf, fieldsOf, numberOf, textOf } from './wire-reader.ts';

const read = (name: string): string => readFileSync(join(import.meta.dirname, 'testdata', name), 'utf8');
const messages: Readonly<Record<string, Readonly<Record<string, string>>>> = facts;

/** A message as its fields in the order of their numbers; values of any type, which are YAML, as what they say. */
function fieldsIn(message: string, bytes: Uint8Array): unknown[] {
  const byNumber = new Map(Object.entries(messages[message] ?? {}).map(([name, field]) => [Number(field.split(':')[0]), [name, (field.split(':')[1] ?? '').replace(/^(\[\]|\|)/, '')]] as const));
  const fields = [...fieldsOf(bytes)].map(({ number, value }) => {
    const [name = '', type = ''] = byNumber.get(number) ?? [];
    const isNumber = type === 'bool' || type === 'int64' || type === 'double';
    const read = isNumber ? numberOf(value) : type !== 'string' ? fieldsIn(type, bytesOf(value)) : name === 'yaml' ? readYaml(textOf(value)) : textOf(value);
    return [number, name, read] as const;
  });
  return fields.sort(([a], [b]) => a - b).map(([, name, value]) => [name, value]);
}

describe('the document of OpenAPI in protobuf', () => {
  test('says what the library of kubectl writes for it', () => {
    const document = JSON.parse(read('openapi-v2.json')) as object;
    expect(fieldsIn('Document', encodeOpenApi(document))).toEqual(fieldsIn('Document', Buffer.from(read('openapi-v2.base64'), 'base64')));
  });

  test.each([
    ['/openapi/v2', 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf', true],
    ['/openapi/v2?timeout=32s', 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf, application/json', true],
    ['/openapi/v2', 'application/json', false],
    ['/openapi/v2', undefined, false],
    ['/openapi/v3/api/v1', 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf', false],
  ])('is wanted by who asks for %s as %s: %s', (path, accept, isWanted) => {
    expect(wantsOpenApiWire(path, accept)).toBe(isWanted);
  });
});
