import { describe, expect, test } from 'vitest';
import { basicProblems, documentsOf, objectsIn } from './documents.ts';

const read = (text: string): readonly string[] =>
  [...documentsOf(text, 'things.yaml', { validates: true })].flatMap((document) => ('error' in document ? [document] : [...objectsIn(document.object, 'things.yaml', { readsMetadata: true })]))
    .map((found) => ('error' in found ? found.error.message : `${found.list ? 'listed ' : ''}${JSON.stringify(found.object['metadata'])}`));

describe('the documents of a file', () => {
  test('metadata of an object by itself is read by kubectl, that of an item of a list is not', () => {
    const wrong = '{apiVersion: v1, kind: ConfigMap, metadata: {labels: {a: true}}}';
    expect(read(wrong)).toEqual(['unable to decode "things.yaml": json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels of type string']);
    expect(read(`apiVersion: v1\nkind: List\nitems: [${wrong}]`)).toEqual(['listed {"labels":{"a":true}}']);
  });

  test('after a document that cannot be sent nothing more is read', () => {
    expect(read('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\nmetadata: {name: b}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}')).toEqual([
      '{"name":"a"}',
      'error validating "things.yaml": error validating data: [apiVersion not set, kind not set]; if you choose to ignore these errors, turn validation off with --validate=false',
    ]);
  });

  test.each([
    ['a', ['invalid object to validate']],
    [{ apiVersion: 5, kind: '' }, ["apiVersion isn't string type", 'kind not set']],
    [{ apiVersion: 'a/b/c', kind: 'A' }, ['unexpected GroupVersion string: a/b/c']],
    [{ apiVersion: 'v1', kind: 'Pod' }, []],
  ])('what keeps %j from being known is said', (value, problems) => {
    expect(basicProblems(value)).toEqual(problems);
  });
});
