// The files in testdata hold what sigs.k8s.io/yaml and k8s.io/apimachinery answered.
import { describe, expect, test } from 'vitest';
import { readDocuments, readYaml, writeYaml, parseYaml, maxYamlLength } from '../index.ts';
import documents from './testdata/documents.json' with { type: 'json' };
import reads from './testdata/read.json' with { type: 'json' };
import writes from './testdata/write.json' with { type: 'json' };

describe('reading', () => {
  test.each(reads.map((entry) => [entry.yaml, entry] as const))('%j is read as Go reads it', (yaml, expected) => {
    const read = () => {
      try {
        return { yaml, value: readYaml(yaml) };
      } catch (error) {
        return { yaml, error: (error as Error).message };
      }
    };
    expect(read()).toEqual(expected);
  });
});

test.each(documents.map((entry) => [entry.text, entry.documents] as const))('the file %j has its documents', (text, expected) => {
  expect([...readDocuments(text)].map((document) => ('error' in document ? { error: document.error } : { value: document.value }))).toEqual(expected);
});

test.each(writes.map((entry) => [entry.yaml, entry.value] as const))('%j is written as Go writes it', (yaml, value) => {
  expect(writeYaml(value)).toBe(yaml);
});

test('what is written reads back as the same', () => {
  for (const { value } of writes) expect(readYaml(writeYaml(value))).toEqual(value);
});

test('a huge text is refused, and a deep one does not overflow', () => {
  expect(() => readYaml(`a: ${'x'.repeat(maxYamlLength)}`)).toThrow(/too large/);
  expect(() => readYaml('['.repeat(20_000))).toThrow(/exceeded max depth/);
  expect([...readDocuments('x'.repeat(20_000_000))]).toMatchObject([{ error: expect.stringContaining('too large') }]);
});

test('few anchors do not become a huge value', () => {
  const lines = ['a: &a [x,x,x,x,x,x,x,x,x]'];
  for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg']) lines.push(`${to}: &${to} [${`*${from},`.repeat(9)}]`);
  expect(() => readYaml(lines.join('\n'))).toThrow('yaml: document contains excessive aliasing');
});

test('nodes know their places', () => {
  const node = parseYaml('a:\n- b: c\n');
  expect(node).toMatchObject({ type: 'mapping', pairs: [[{ text: 'a' }, { items: [{ pairs: [[{ start: { line: 1, column: 2 } }, { start: { line: 1, column: 5 } }]] }] }]] });
});
