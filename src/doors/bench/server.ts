// What parts of a write cost by themselves, in CPU time: others that run at the same time do not change it much.

import { applyConfiguration } from '../../kinds/every-later.ts';
import { decode, decodeMerged, deploymentKind, fieldModelOf, ignoredFields, podKind, validateMetadata } from '../../kinds/index.ts';
import type { Account, Deployment, DeploymentInput, ManagerEntries, Pod, PodInput } from '../../kinds/index.ts';
import { figure, median } from './figure.ts';
import type { Figure } from './figure.ts';

const metadata = { namespace: 'default', uid: 'a', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };
const probe = { httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 5 };
const podSpec = {
  serviceAccountName: 'web',
  nodeSelector: { zone: 'a' },
  tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'web', effect: 'NoSchedule' }],
  initContainers: [{ name: 'prepare', image: 'busybox', command: ['sh', '-c', 'true'] }],
  containers: [{
    name: 'web', image: 'nginx:1.27', ports: [{ name: 'http', containerPort: 80 }],
    env: [{ name: 'MODE', value: 'fast' }, { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    readinessProbe: probe, livenessProbe: probe, volumeMounts: [{ name: 'data', mountPath: '/data' }, { name: 'settings', mountPath: '/etc/web' }],
  }, { name: 'helper', image: 'busybox', args: ['sleep', '3600'], volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
  volumes: [{ name: 'data', emptyDir: {} }, { name: 'settings', configMap: { name: 'settings' } }],
};
const labels = { app: 'web', tier: 'front' };

/** What an operation takes of the processor, in microseconds. */
function costOf(operation: (number: number) => void, times = 4_000, runs = 7): number {
  const costs = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    for (let number = 0; number < times; number++) operation(number);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / times;
  });
  return median(costs);
}

/** Whether a new Pod of two containers is valid. */
function podValidation(): Figure {
  const { value } = decode(podKind.definition, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels }, spec: podSpec });
  const defaulted = podKind.defaults(value as PodInput);
  // Each is looked at once, as each new Pod is.
  const pods = Array.from({ length: 500 }, (_, number) => structuredClone({ ...defaulted, metadata: { ...defaulted.metadata, ...metadata, name: `web-${number}` } }) as Pod);
  let errors = 0;
  const cost = costOf((number) => {
    const pod = pods[number % pods.length];
    if (pod) errors += validateMetadata(pod.metadata, podKind).length + (podKind.validateCreate?.(pod).length ?? 0);
  });
  if (errors > 0) throw new Error('the Pod of the benchmark is not valid');
  return atMost('validation of a Pod, CPU', cost, 30);
}

/** A Deployment of which three managers have fields, applied again and again with another image. */
function deploymentApply(): Figure {
  const type = { apiVersion: 'apps/v1', kind: 'Deployment' };
  const account: Account = { model: fieldModelOf(deploymentKind.definition), version: () => undefined, ignored: ignoredFields(deploymentKind, '') };
  const config = (number: number) => ({
    ...type, metadata: { name: 'web', namespace: 'default', labels },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { ...podSpec, containers: podSpec.containers.map((container) => ({ ...container, image: `nginx:1.${number}` })) } } },
  });
  const configs = Array.from({ length: 50 }, (_, number) => config(number));
  let live: Readonly<Record<string, unknown>> = account.model.empty;
  let entries: ManagerEntries = [];
  const apply = (manager: string, what: object): void => {
    const by = { manager, operation: 'Apply', apiVersion: 'apps/v1' } as const;
    const applied = applyConfiguration(account, { by, time: '2026-01-01T00:00:00Z', live, config: what as Readonly<Record<string, unknown>>, entries });
    const object = decodeMerged(deploymentKind.definition, applied.object, live).value as DeploymentInput;
    live = deploymentKind.defaults(object) as Deployment & Readonly<Record<string, unknown>>;
    ({ entries } = applied);
  };
  apply('scaler', { ...type, metadata: { name: 'web', namespace: 'default' }, spec: { replicas: 3 } });
  apply('annotator', { ...type, metadata: { name: 'web', namespace: 'default', annotations: { note: 'x' } } });
  return atMost('server-side apply of a Deployment, CPU', costOf((number) => apply('web', configs[number % configs.length] ?? {}), 1_000), 150);
}

function atMost(name: string, value: number, against: number): Figure {
  const { value: rounded } = figure(name, value, 'microseconds');
  return { name, value: rounded, unit: 'microseconds', against, ratio: Number((against / rounded).toPrecision(4)) };
}

/** What validation and server-side apply cost. */
export function serverFigures(): readonly Figure[] {
  return [podValidation(), deploymentApply()];
}
