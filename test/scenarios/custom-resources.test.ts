import { expect, test } from 'vitest';
import { Scenario } from './support.ts';

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: carts.shop.example.com}
spec:
  group: shop.example.com
  scope: Namespaced
  names: {kind: Cart, plural: carts, shortNames: [ct], categories: [all]}
  versions:
  - name: v1
    served: true
    storage: true
    additionalPrinterColumns: [{name: Size, type: integer, jsonPath: .spec.size}]
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec: {type: object, properties: {size: {type: integer, default: 2}}}
`;

const cart = (name: string, more = ''): string => `apiVersion: shop.example.com/v1
kind: Cart
metadata: {name: ${name}${more}}
spec: {}
`;

function withCarts(): Scenario {
  const scenario = new Scenario({ controlPlanes: 2, workers: [{ name: 'worker-1' }] });
  scenario.apply(definition);
  scenario.run('kubectl wait crd carts.shop.example.com --for=condition=Established');
  scenario.until('kubectl api-resources --api-group=shop.example.com', /carts/);
  return scenario;
}

test('custom objects own and are owned: the garbage collector takes what has lost its owner, of either sort', () => {
  const scenario = withCarts();
  scenario.apply(cart('big'));
  const uid = scenario.run("kubectl get cart big -o jsonpath='{.metadata.uid}'");
  const owned = `, ownerReferences: [{apiVersion: shop.example.com/v1, kind: Cart, name: big, uid: ${uid}}]`;
  scenario.apply(cart('small', owned));
  scenario.apply(`apiVersion: v1\nkind: ConfigMap\nmetadata: {name: load${owned}}\n`);
  scenario.pass('35s');
  expect(scenario.run('kubectl get carts --no-headers | wc -l')).toBe('2\n');
  scenario.run('kubectl delete cart big');
  scenario.until('kubectl get carts', /No resources found/);
  scenario.until('kubectl get configmap load --ignore-not-found -o name | wc -l', /^0/);
  scenario.expectSound();
});

test('a namespace takes its custom objects along, a definition all of them; servers that start again know them still', () => {
  const scenario = withCarts();
  scenario.run('kubectl create namespace far');
  scenario.run('kubectl get all -n far');
  scenario.write('cart.yaml', cart('one'));
  scenario.run('kubectl create -f cart.yaml -n far && kubectl create -f cart.yaml');
  scenario.run('kubectl delete namespace far');
  expect(scenario.run('kubectl get carts -A --no-headers')).toMatch(/^default +one +2/);
  scenario.run('orrery power off control-plane-1 && orrery power off control-plane-2');
  scenario.pass('1s');
  scenario.run('orrery power on control-plane-1 && orrery power on control-plane-2');
  scenario.until('kubectl get ct one', /one +2/);
  // What is stored is seen by the rules of today.
  scenario.apply(definition.replace('default: 2', 'default: 3').replace("size: {type", "color: {type: string, default: red}, size: {type"));
  scenario.until("kubectl get cart one -o jsonpath='{.spec}'", /"color":"red","size":2/);
  scenario.run('kubectl delete crd carts.shop.example.com');
  // kubectl remembers what was served, and learns of the loss from the server.
  expect(scenario.refuse('kubectl get carts')).toContain('Unable to list "shop.example.com/v1, Resource=carts": the server could not find the requested resource');
  scenario.until('kubectl get apiservices -o name | grep -c shop.example.com', /^0/);
  scenario.pass('40s');
  scenario.expectSound();
});
