import './provide.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { Driver } from './testing/driver.ts';

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: gadgets.shop.example.com}
spec:
  group: shop.example.com
  scope: Namespaced
  names: {plural: gadgets, kind: Gadget}
  versions:
  - name: v1alpha1
    served: true
    storage: true
    schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer, minimum: 1}}}}}}
`;
const gadget = (size: number): string => `apiVersion: shop.example.com/v1alpha1\nkind: Gadget\nmetadata: {name: one}\nspec: {size: ${size}}\n`;

describe('an object of a kind that was added', () => {
  const driver = new Driver();
  let request = 0;
  const apply = (text: string) => {
    driver.send({ type: 'apply', request: ++request, mode: 'apply', files: [{ name: 'gadget.yaml', text }] });
    driver.until(() => driver.of('applied').length === request);
    return driver.of('applied').at(-1);
  };
  beforeAll(() => {
    driver.load({ seed: 1, scene: 'empty' });
    driver.send({ type: 'pace', pace: { mode: 'clock', rate: 10 } });
    apply(definition);
    driver.pass(1_000);
  }, 120_000);

  it('is known by its schema to whoever writes it', () => {
    expect(driver.of('customKinds').at(-1)?.kinds).toMatchObject([{ apiVersion: 'shop.example.com/v1alpha1', kind: 'Gadget', schema: { properties: { spec: { type: 'object' } } } }]);
  });

  it('is what an apply came to, among the objects, and told of by its request', () => {
    expect(apply(gadget(3))?.objects).toEqual([{ id: 'object/Gadget.shop.example.com/default/one', action: 'created' }]);
    driver.pass(300);
    expect(driver.page.sorted('objects').some(({ id }) => id === 'object/Gadget.shop.example.com/default/one')).toBe(true);
    const written = driver.page.sorted('requests').find((row) => 'path' in row && 'verb' in row && row.verb === 'create' && String(row.path).includes('gadgets'));
    expect(written).toMatchObject({ path: '/apis/shop.example.com/v1alpha1/namespaces/default/gadgets', about: 'object/Gadget.shop.example.com/default/one' });
    driver.send({ type: 'select', id: 'object/Gadget.shop.example.com/default/one' });
    driver.pass(300);
    expect(driver.of('inspection').at(-1)).toMatchObject({ kind: 'Gadget', name: 'one', exists: true });
  });

  it('is refused with the field that is wrong in its document', () => {
    expect(apply(gadget(0))?.refusals).toMatchObject([{ file: 'gadget.yaml', document: 0, code: 422, causes: [{ field: 'spec.size' }] }]);
  });
});

describe('a kind that is added and called like one of another group', () => {
  const driver = new Driver();
  let request = 0;
  const apply = (text: string) => {
    driver.send({ type: 'apply', request: ++request, mode: 'apply', files: [{ name: 'mine.yaml', text }] });
    driver.until(() => driver.of('applied').length === request);
    return driver.of('applied').at(-1)?.objects;
  };
  const definitionOf = (kind: string, plural: string): string => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: ${plural}.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: ${plural}, kind: ${kind}}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]
`;
  beforeAll(() => {
    driver.load({ seed: 1, scene: 'empty' });
    driver.send({ type: 'pace', pace: { mode: 'clock', rate: 10 } });
  }, 120_000);

  it.each([['Pod', 'pods'], ['Service', 'services'], ['Node', 'nodes'], ['Lease', 'leases']])('is not taken for that: %s', (kind, plural) => {
    apply(definitionOf(kind, plural));
    driver.pass(1_000);
    const id = `object/${kind}.example.com/default/mine`;
    expect(apply(`apiVersion: example.com/v1\nkind: ${kind}\nmetadata: {name: mine}\nspec: {size: 1}\n`)).toEqual([{ id, action: 'created' }]);
    driver.pass(500);
    expect(driver.page.sorted('objects')).toContainEqual(expect.objectContaining({ id, apiVersion: 'example.com/v1', kind, name: 'mine' }));
    for (const rows of ['pods', 'services', 'nodes'] as const) expect(driver.page.sorted(rows).map((row) => row.id)).not.toContain(`object/${kind}/default/mine`);
    driver.send({ type: 'select', id });
    driver.until(() => driver.of('inspection').at(-1)?.id === id);
    expect(driver.of('inspection').at(-1)?.yaml).toContain(`kind: ${kind}\n`);
    expect(driver.last.stopped).toBeUndefined();
  });

  it('is not taken for another that was added either, and each is told why it is there', () => {
    for (const group of ['red.test', 'blue.test']) {
      apply(definitionOf('Paint', 'paints').replaceAll('example.com', group));
      driver.pass(1_000);
      apply(`apiVersion: ${group}/v1\nkind: Paint\nmetadata: {name: coat}\n`);
      driver.pass(500);
    }
    const coats = driver.page.sorted('objects').map(({ id }) => id).filter((id) => id.endsWith('/coat'));
    expect(coats).toEqual(['object/Paint.blue.test/default/coat', 'object/Paint.red.test/default/coat']);
    for (const id of coats) {
      driver.send({ type: 'select', id });
      driver.until(() => driver.of('inspection').at(-1)?.id === id);
      expect(driver.of('inspection').at(-1)).toMatchObject({ kind: 'Paint', why: [{ byHand: true }, { text: [{ say: 'why.request' }] }] });
    }
  });
});
