import { expect, test } from 'vitest';
import { Session, createWorld, presets } from '../../src/cluster/index.ts';
import type { World } from '../../src/cluster/index.ts';

// Nothing is provided at first: the order of these tests matters.

/** A world that has booted as the page lets it boot. */
function booted(name: string): World {
  const world = createWorld({ seed: 3, ...(presets[name] === undefined ? {} : { topology: presets[name] }) });
  world.run({ untilMs: 120_000, condition: () => world.kernel.eventNumber % 32 === 0 && world.isReady });
  return world;
}

const inputs = [
  { write: 'gadgets.yaml', text: 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: gadgets.example.com}\nspec:\n  group: example.com\n  scope: Namespaced\n  names: {plural: gadgets, kind: Gadget}\n  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer}}, x-kubernetes-validations: [{rule: self.size > 0}]}}}}}]\n' },
  { run: 'kubectl apply -f gadgets.yaml && kubectl create deployment web --image=nginx:1.27 --replicas=3 && kubectl create job once --image=busybox -- true' },
  { until: 'kubectl get deployment web', matches: '3/3', within: '60s' },
  { run: 'printf "apiVersion: example.com/v1\\nkind: Gadget\\nmetadata: {name: none}\\nspec: {size: 0}\\n" | kubectl apply --server-side -f -' },
  { run: 'orrery power off etcd-1; ssh worker-1 crictl ps; kubectl explain pod.spec.nodeName' },
  { pass: '20s' },
  { inspect: 'hash' },
];

/** What a world's session says to them, the hash of the run last. */
function played(world: World): readonly unknown[] {
  const session = new Session(world);
  return inputs.map((input) => session.answer(input));
}

const early = Object.fromEntries(Object.keys(presets).map((name) => [name, booted(name)]));

test.each(Object.keys(presets))('a world boots before any part that comes later is there: %s', (name) => {
  expect(early[name]?.kernel.failure).toBeUndefined();
  expect(early[name]?.isReady).toBe(true);
});

test('what a world does is the same, whenever the parts come', async () => {
  const world = booted('');
  expect(() => new Session(world).answer({ run: 'ls' })).toThrow('has not been provided');
  const before = booted('');
  await import('../../src/cluster/provide.ts');
  const answers = played(before);
  expect(answers).toEqual(played(booted('')));
  expect(JSON.stringify(answers)).toContain('failed rule: self.size > 0');
}, 180_000);
