import { expect, test } from 'vitest';
import { ApiWorld } from '../testing/api-world.ts';

const world = new ApiWorld();
const apply = (body: object, fieldManager = 'me', force = false) =>
  world.ask('patch', 'deployments', { name: 'web', patchType: 'apply', body, options: { fieldManager, force } });

const container = { name: 'web', image: 'nginx', env: [], args: null };
const deployment = {
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' },
  spec: { replicas: 0, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } } },
};

const versionOf = (reply: ReturnType<typeof apply>): string => (reply.body as { metadata: { resourceVersion: string } }).metadata.resourceVersion;

test('what is applied is made, and again changes nothing, also what is empty and later', () => {
  const first = apply(deployment);
  expect(first.code).toBe(201);
  world.pass(3_000);
  const second = apply(deployment);
  expect([second.code, versionOf(second)]).toEqual([200, versionOf(first)]);
});

test('any patch leaves the same managers as the update that does the same', () => {
  const changes: readonly (readonly ['json' | 'merge' | 'strategic', unknown])[] = [
    ['json', [{ op: 'replace', path: '/spec/replicas', value: 3 }, { op: 'add', path: '/metadata/annotations', value: { a: 'b' } }]],
    ['merge', { spec: { replicas: 3 }, metadata: { annotations: { a: 'b' } } }],
    ['strategic', { spec: { replicas: 3 }, metadata: { annotations: { a: 'b' } } }],
  ];
  const managers = changes.map(([patchType, body], index) => {
    const name = `other-${index}`;
    world.object('create', 'deployments', { body: { ...deployment, metadata: { name } } });
    const patched = world.object('patch', 'deployments', { name, patchType, body, options: { fieldManager: 'changer' } });
    return patched.metadata.managedFields;
  });
  const made = world.object('create', 'deployments', { body: { ...deployment, metadata: { name: 'put' } } });
  const body = { ...made, metadata: { ...made.metadata, annotations: { a: 'b' } }, spec: { ...(made.spec as object), replicas: 3 } };
  const updated = world.object('update', 'deployments', { name: 'put', body, options: { fieldManager: 'changer' } });
  const plain = (entries: typeof updated.metadata.managedFields): unknown => entries?.map(({ time: _, ...entry }) => entry);
  for (const each of managers) expect(plain(each)).toEqual(plain(updated.metadata.managedFields));
});

test('a conflict names whose field it is, and force takes it', () => {
  const other = { ...deployment, spec: { replicas: 5 } };
  expect(apply(other, 'rival').body).toMatchObject({
    reason: 'Conflict', message: 'Apply failed with 1 conflict: conflict with "me": .spec.replicas',
    details: { causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "me"', field: '.spec.replicas' }] },
  });
  expect(apply(other, 'rival', true).code).toBe(200);
});
