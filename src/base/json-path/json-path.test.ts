import { describe, expect, test } from 'vitest';
import { compileJsonPath, jsonPathText, relaxedPath } from './evaluate.ts';

const list = {
  kind: 'List',
  items: [
    { metadata: { name: 'api', labels: { env: 'prod' }, annotations: { 'note.example.com/long': 'two words' } }, spec: { ports: [8080, 9090] } },
    { metadata: { name: 'cache', labels: {} }, spec: { ports: [6379] } },
    { metadata: { name: 'web', labels: { env: 'test' } }, spec: { ports: [80] } },
  ],
};

const text = (template: string, allowMissing = true): string => jsonPathText(compileJsonPath(template, allowMissing), list);

describe('a JSONPath template', () => {
  test.each([
    ['{.items[*].metadata.name}', 'api cache web'],
    ['{.items[0].metadata.name}{"\\n"}', 'api\n'],
    ['{range .items[*]}{.metadata.name}:{.spec.ports}{"\\t"}{end}done', 'api:[8080,9090]\tcache:[6379]\tweb:[80]\tdone'],
    ['{range .items[*]}{@.metadata.name}({range .spec.ports[*]}{@},{end}) {end}', 'api(8080,9090,) cache(6379,) web(80,) '],
    ['{.items[?(@.metadata.labels.env=="prod")].metadata.name}', 'api'],
    ['{.items[?(@.metadata.labels.env)].metadata.name}', 'api web'],
    ['{.items[?(@.spec.ports[0]>7000)].metadata.name}', 'api'],
    ['{.items[-1:].metadata.name} {.items[0:2].metadata.name} {.items[::2].metadata.name}', 'web api cache api web'],
    ["{.items[*]['metadata.name','kind']}", 'api cache web'],
    ['{.items[0].metadata.annotations.note\\.example\\.com/long}', 'two words'],
    ["{.items[0].metadata.annotations['note\\.example\\.com/long']}", 'two words'],
    ['{..name}', 'api cache web'],
    ['{.nothing}end', 'end'],
    ['{.items[0].metadata.labels}', '{"env":"prod"}'],
  ])('%s', (template, expected) => {
    expect(text(template)).toBe(expected);
  });

  test.each([
    ['{.items[5].metadata}', 'array index out of bounds: index 5, length 3'],
    ['{.metadata.name', 'unclosed action'],
    ['{.items[*', 'unterminated array'],
    ['{.metadata[name]}', 'invalid array index name'],
    ['{end}', 'not in range, nothing to end'],
  ])('%s is refused', (template, message) => {
    expect(() => text(template)).toThrow(message);
  });

  test('a missing field is an error when it may not miss', () => {
    expect(() => text('{.items[*].nothing}', false)).toThrow('nothing is not found');
  });

  test('sort keys and columns may be written without braces or dot', () => {
    expect(['a.b', '.a.b', '{a.b}', '{.a.b}'].map(relaxedPath)).toEqual(['{.a.b}', '{.a.b}', '{.a.b}', '{.a.b}']);
    expect(() => relaxedPath('{.a')).toThrow('unexpected path string');
  });
});
