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
    expect(apply(gadget(3))?.objects).toEqual([{ id: 'object/Gadget/default/one', action: 'created' }]);
    driver.pass(300);
    expect(driver.page.sorted('objects').some(({ id }) => id === 'object/Gadget/default/one')).toBe(true);
    const written = driver.page.sorted('requests').find((row) => 'path' in row && 'verb' in row && row.verb === 'create' && String(row.path).includes('gadgets'));
    expect(written).toMatchObject({ path: '/apis/shop.example.com/v1alpha1/namespaces/default/gadgets', about: 'object/Gadget/default/one' });
    driver.send({ type: 'select', id: 'object/Gadget/default/one' });
    driver.pass(300);
    expect(driver.of('inspection').at(-1)).toMatchObject({ kind: 'Gadget', name: 'one', exists: true });
  });

  it('is refused with the field that is wrong in its document', () => {
    expect(apply(gadget(0))?.refusals).toMatchObject([{ file: 'gadget.yaml', document: 0, code: 422, causes: [{ field: 'spec.size' }] }]);
  });
});
