import '../provide.ts';
import { expect, test } from 'vitest';
import { defaultTopology } from '../../cluster/index.ts';
import type { Inspection } from '../../protocol/index.ts';
import { Stage } from '../stage.ts';
import { inspectObject } from './objects.ts';

const pod = (command: string, policy = '') => `{${policy}containers: [{name: main, image: busybox, command: [${command}]}]}`;
const manifest = `
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent}, spec: {selector: {matchLabels: {app: agent}}, template: {metadata: {labels: {app: agent}}, spec: ${pod('sleep, "100000"')}}}}
---
{apiVersion: v1, kind: Service, metadata: {name: db}, spec: {clusterIP: None, selector: {app: db}, ports: [{port: 3306}]}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  replicas: 2
  selector: {matchLabels: {app: db}}
  template: {metadata: {labels: {app: db}}, spec: ${pod('sleep, "100000"')}}
  volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]
---
{apiVersion: batch/v1, kind: Job, metadata: {name: count}, spec: {completions: 2, template: {spec: ${pod('sleep, "3"', 'restartPolicy: Never, ')}}}}
---
{apiVersion: v1, kind: ReplicationController, metadata: {name: old}, spec: {replicas: 2, selector: {app: old}, template: {metadata: {labels: {app: old}}, spec: ${pod('sleep, "100000"')}}}}
---
{apiVersion: v1, kind: PersistentVolume, metadata: {name: disk}, spec: {capacity: {storage: 2Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /data}}}
---
{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: db}, spec: {minAvailable: 1, selector: {matchLabels: {app: db}}}}
---
{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: shop}, spec: {rules: [{host: shop.test, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: db, port: {number: 3306}}}}]}}]}}
---
{apiVersion: v1, kind: Endpoints, metadata: {name: elsewhere}, subsets: [{addresses: [{ip: 10.2.2.2}], ports: [{port: 80}]}]}
`;

test('each kind of workload, storage and routing says in a sentence how it is, shows its numbers and leads to what belongs to it', () => {
  const stage = new Stage({ topology: defaultTopology, seed: 1 }, () => 0);
  const { world, frames } = stage;
  world.run({ untilMs: 60_000, condition: () => world.isReady });
  stage.act({ type: 'write', path: 'all.yaml', text: manifest });
  stage.act({ type: 'run', command: 'kubectl apply -f all.yaml' });
  world.run({ untilMs: world.kernel.nowMs + 40_000 });
  frames.takeInObjects();
  const look = (id: string): Inspection => inspectObject({ world, frames }, `object/${id}`, undefined);
  const said = (id: string): readonly unknown[] => look(id).sentence;
  const numbers = (id: string): readonly string[] => look(id).state.filter(({ title }) => title !== 'Metadata' && title !== 'Conditions')
    .flatMap(({ rows }) => rows.map(({ name, value, wanted }) => `${name} ${value}${wanted === undefined ? '' : ` of ${wanted}`}`));
  const leads = (id: string): readonly string[] => look(id).related.map(({ relation, id: to }) => `${relation} ${to.replace(/-[a-z0-9]{5}$/, '-*')}`);
  const status = (id: string): string | undefined => frames.objects.rows.get(`object/${id}`)?.status;

  expect(said('DaemonSet/default/agent')).toEqual([{ say: 'daemonset.complete', with: { ready: 3, desired: 3 } }]);
  expect(numbers('DaemonSet/default/agent')).toEqual(['currentNumberScheduled 3', 'updatedNumberScheduled 3', 'numberReady 3', 'numberAvailable 3']);
  expect(status('DaemonSet/default/agent')).toBe('3/3');

  // One volume for two claims: the second Pod finds no node, and is waited for by none.
  expect(said('StatefulSet/default/db')).toEqual([{ say: 'workload.waiting', with: { ready: 1, desired: 2 } }]);
  expect(numbers('StatefulSet/default/db')).toContain('readyReplicas 1 of 2');
  expect(leads('StatefulSet/default/db')).toEqual(expect.arrayContaining(['service object/Service/default/db', 'uses object/PersistentVolumeClaim/default/data-db-0', 'uses object/PersistentVolumeClaim/default/data-db-1']));
  expect(status('StatefulSet/default/db')).toBe('1/2');

  expect(said('PersistentVolumeClaim/default/data-db-0')).toEqual([{ say: 'claim.bound', with: { volume: 'disk' } }]);
  expect(leads('PersistentVolumeClaim/default/data-db-0')).toEqual(['uses object/PersistentVolume//disk', 'usedBy object/Pod/default/db-0']);
  expect(said('PersistentVolumeClaim/default/data-db-1')).toEqual([{ say: 'claim.pending', with: { wanted: '1Gi, ReadWriteOnce' } }]);
  expect(said('PersistentVolume//disk')).toEqual([{ say: 'volume.bound', with: { claim: 'default/data-db-0' } }]);
  expect(numbers('PersistentVolume//disk')).toContain('claimRef default/data-db-0');

  expect(said('Job/default/count')).toMatchObject([{ say: 'job.complete', with: { succeeded: 2 } }]);
  expect(numbers('Job/default/count').slice(0, 3)).toEqual(['succeeded 2', 'active 0', 'failed 0']);
  expect(said('ReplicationController/default/old')).toEqual([{ say: 'workload.complete', with: { ready: 2, desired: 2 } }]);
  expect(said('PodDisruptionBudget/default/db')).toEqual([{ say: 'budget.allows', with: { allowed: 0, healthy: 1, needed: 1 } }]);
  expect(leads('PodDisruptionBudget/default/db')).toEqual(['selects object/Pod/default/db-0', 'selects object/Pod/default/db-1']);
  expect(said('Ingress/default/shop')).toEqual([{ say: 'ingress.routes', with: { hosts: 'shop.test', services: 'db' } }]);
  expect(numbers('Ingress/default/shop')).toContain('shop.test/ db:3306');
  expect(said('Endpoints/default/elsewhere')).toEqual([{ say: 'endpoints.orphan', with: { service: 'elsewhere', ready: 1, total: 1 } }]);
  expect(said('Namespace//default')).toMatchObject([{ say: 'namespace.active' }]);
}, 60_000);
