// What `kubectl get` shows of each kind, plain and wide.

import { describe, expect, test } from 'vitest';
import type { KubeInput, KubeObject } from './index.ts';
import { kindRegistry } from './index.ts';

const nowMs = 1_767_225_600_000; // 2026-01-01T00:00:00Z
const created = '2025-12-31T23:58:55Z';

interface Case {
  readonly why: string;
  readonly object: KubeInput & Readonly<Record<string, unknown>>;
  readonly header: string;
  readonly line: string;
}

const template = (...images: readonly string[]): object => ({
  metadata: { labels: { app: 'web' } }, spec: { containers: images.map((image, i) => ({ name: 'cdef'.charAt(i), image })) },
});

const cases: readonly Case[] = [
  {
    why: 'a Deployment half way',
    object: {
      apiVersion: 'apps/v1', kind: 'Deployment',
      spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: template('nginx', 'redis') },
      status: { replicas: 3, readyReplicas: 1, updatedReplicas: 2, availableReplicas: 1 },
    },
    header: 'Name|Ready|Up-to-date|Available|Age|Containers|Images|Selector',
    line: 'web|1/3|2|1|65s|c,d|nginx,redis|app=web',
  },
  {
    why: 'a new ReplicaSet',
    object: {
      apiVersion: 'apps/v1', kind: 'ReplicaSet',
      spec: { selector: { matchLabels: { tier: 'a' }, matchExpressions: [{ key: 'app', operator: 'In', values: ['y', 'x'] }] }, template: template('nginx') },
    },
    header: 'Name|Desired|Current|Ready|Age|Containers|Images|Selector',
    line: 'web|1|0|0|65s|c|nginx|app in (x,y),tier=a',
  },
  {
    why: 'a Service inside the cluster',
    object: { apiVersion: 'v1', kind: 'Service', spec: { clusterIP: '10.96.1.2', clusterIPs: ['10.96.1.2'], selector: { app: 'web' }, ports: [{ port: 80 }, { port: 53, protocol: 'UDP' }] } },
    header: 'Name|Type|Cluster-IP|External-IP|Port(s)|Age|Selector',
    line: 'web|ClusterIP|10.96.1.2|<none>|80/TCP,53/UDP|65s|app=web',
  },
  {
    why: 'a load balancer that waits',
    object: { apiVersion: 'v1', kind: 'Service', spec: { type: 'LoadBalancer', clusterIP: '10.96.1.2', ports: [{ port: 80, nodePort: 31234 }] } },
    header: 'Name|Type|Cluster-IP|External-IP|Port(s)|Age|Selector',
    line: 'web|LoadBalancer|10.96.1.2|<pending>|80:31234/TCP|65s|<none>',
  },
  {
    why: 'a load balancer with addresses',
    object: {
      apiVersion: 'v1', kind: 'Service', spec: { type: 'LoadBalancer', clusterIP: '10.96.1.2', externalIPs: ['203.0.113.10'], ports: [{ port: 443 }] },
      status: { loadBalancer: { ingress: [{ hostname: 'lb.example.com' }, { ip: '192.0.2.50' }] } },
    },
    header: 'Name|Type|Cluster-IP|External-IP|Port(s)|Age|Selector',
    line: 'web|LoadBalancer|10.96.1.2|192.0.2.50,lb.example.com,203.0.113.10|443/TCP|65s|<none>',
  },
  {
    why: 'a Service that is another name',
    object: { apiVersion: 'v1', kind: 'Service', spec: { type: 'ExternalName', externalName: 'shop.example.com' } },
    header: 'Name|Type|Cluster-IP|External-IP|Port(s)|Age|Selector',
    line: 'web|ExternalName|<none>|shop.example.com|<none>|65s|<none>',
  },
  {
    why: 'more endpoints than are shown',
    object: { apiVersion: 'v1', kind: 'Endpoints', subsets: [{ addresses: ['a', 'b', 'c'].map((ip) => ({ ip })), ports: [{ port: 1 }, { port: 2 }] }] },
    header: 'Name|Endpoints|Age',
    line: 'web|a:1,b:1,c:1 + 3 more...|65s',
  },
  { why: 'no endpoints at all', object: { apiVersion: 'v1', kind: 'Endpoints' }, header: 'Name|Endpoints|Age', line: 'web|<none>|65s' },
  {
    why: 'a slice',
    object: {
      apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType: 'IPv4',
      endpoints: ['a', 'b', 'c', 'd'].map((address) => ({ addresses: [address] })), ports: [{ port: 80 }, { name: 'any' }],
    },
    header: 'Name|AddressType|Ports|Endpoints|Age',
    line: 'web|IPv4|80,any|a,b,c + 1 more...|65s',
  },
  {
    why: 'an empty slice',
    object: { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType: 'IPv4' },
    header: 'Name|AddressType|Ports|Endpoints|Age',
    line: 'web|IPv4|<unset>|<unset>|65s',
  },
  {
    why: 'a node that was cordoned',
    object: {
      apiVersion: 'v1', kind: 'Node', metadata: { labels: { 'node-role.kubernetes.io/control-plane': '', 'kubernetes.io/role': 'best' } },
      spec: { unschedulable: true },
      status: {
        conditions: [{ type: 'MemoryPressure', status: 'False' }, { type: 'Ready', status: 'True' }], addresses: [{ type: 'InternalIP', address: '172.18.0.3' }],
        nodeInfo: { kubeletVersion: 'v1.36.3', osImage: 'Debian', kernelVersion: '6.12', containerRuntimeVersion: 'containerd://2.2.0' },
      },
    },
    header: 'Name|Status|Roles|Age|Version|Internal-IP|External-IP|OS-Image|Kernel-Version|Container-Runtime',
    line: 'web|Ready,SchedulingDisabled|best,control-plane|65s|v1.36.3|172.18.0.3|<none>|Debian|6.12|containerd://2.2.0',
  },
  {
    why: 'a node that nobody has heard of',
    object: { apiVersion: 'v1', kind: 'Node' },
    header: 'Name|Status|Roles|Age|Version|Internal-IP|External-IP|OS-Image|Kernel-Version|Container-Runtime',
    line: 'web|Unknown|<none>|65s||<none>|<none>|<unknown>|<unknown>|<unknown>',
  },
  { why: 'a namespace', object: { apiVersion: 'v1', kind: 'Namespace' }, header: 'Name|Status|Age', line: 'web|Active|65s' },
  { why: 'settings', object: { apiVersion: 'v1', kind: 'ConfigMap', data: { a: '1', b: '2' }, binaryData: { c: 'AAEC' } }, header: 'Name|Data|Age', line: 'web|3|65s' },
  { why: 'a secret', object: { apiVersion: 'v1', kind: 'Secret', stringData: { a: '1' } }, header: 'Name|Type|Data|Age', line: 'web|Opaque|1|65s' },
  { why: 'a service account', object: { apiVersion: 'v1', kind: 'ServiceAccount' }, header: 'Name|Age', line: 'web|65s' },
  { why: 'a lease', object: { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', spec: { holderIdentity: 'worker-1' } }, header: 'Name|Holder|Age', line: 'web|worker-1|65s' },
  {
    why: 'a priority class',
    object: { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', value: 1000, globalDefault: true },
    header: 'Name|Value|Global-Default|Age|PreemptionPolicy',
    line: 'web|1000|true|65s|PreemptLowerPriority',
  },
  {
    why: 'an Ingress for one host',
    object: {
      apiVersion: 'networking.k8s.io/v1', kind: 'Ingress',
      spec: { ingressClassName: 'nginx', rules: [{ host: 'app.example.com' }], tls: [{}] }, status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
    },
    header: 'Name|Class|Hosts|Address|Ports|Age',
    line: 'web|nginx|app.example.com|192.0.2.1|80, 443|65s',
  },
  {
    why: 'an Ingress for everything',
    object: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } } },
    header: 'Name|Class|Hosts|Address|Ports|Age',
    line: 'web|<none>|*||80|65s',
  },
  {
    why: 'a class of Ingresses',
    object: { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', spec: { controller: 'example.com/in', parameters: { kind: 'ConfigMap', name: 'in' } } },
    header: 'Name|Controller|Parameters|Age',
    line: 'web|example.com/in|ConfigMap/in|65s',
  },
  {
    why: 'an Event by hand',
    object: {
      apiVersion: 'v1', kind: 'Event', involvedObject: { kind: 'Pod', name: 'web' }, reason: 'Greeted', message: 'hello there\n', type: 'Normal',
      source: { component: 'shop', host: 'worker-1' }, count: 3,
    },
    header: 'Last Seen|Type|Reason|Object|Subobject|Source|Message|First Seen|Count|Name',
    line: '<unknown>|Normal|Greeted|pod/web||shop, worker-1|hello there|<unknown>|3|web',
  },
  {
    why: 'an Event of a kubelet',
    object: {
      apiVersion: 'v1', kind: 'Event', involvedObject: { kind: 'Pod', name: 'web', fieldPath: 'spec.containers{c}' }, reason: 'Pulled', message: 'm', type: 'Normal',
      source: { component: 'kubelet' }, reportingInstance: 'worker-1', firstTimestamp: created, lastTimestamp: '2025-12-31T23:59:50Z',
    },
    header: 'Last Seen|Type|Reason|Object|Subobject|Source|Message|First Seen|Count|Name',
    line: '10s|Normal|Pulled|pod/web|spec.containers{c}|kubelet, worker-1|m|65s|1|web',
  },
];

function stored({ apiVersion, kind, ...rest }: KubeInput): KubeObject {
  const found = kindRegistry.byKind(apiVersion, kind);
  if (!found) throw new Error(`no kind ${kind}`);
  const metadata = { ...rest.metadata, name: 'web', namespace: 'default', uid: 'u', resourceVersion: '1', creationTimestamp: created };
  return { ...found.defaults({ apiVersion, kind, ...rest, metadata }), metadata };
}

describe('the table of a kind', () => {
  test.each(cases)('shows $why', ({ object, header, line }) => {
    const columns = kindRegistry.byKind(object.apiVersion, object.kind)?.columns ?? [];
    const cells = columns.map((column) => column.cell(stored(object), nowMs));
    expect({ header: columns.map(({ name }) => name).join('|'), line: cells.join('|') }).toEqual({ header, line });
  });
});
