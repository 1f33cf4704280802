// What may not be changed in objects other than Pods, and what a change takes along.

import { describe, expect, test } from 'vitest';
import type { KubeInput, KubeObject } from './index.ts';
import { formatFieldError, kindRegistry } from './index.ts';

type Object = KubeInput & Readonly<Record<string, unknown>>;

function stored({ apiVersion, kind, ...rest }: Object): KubeObject {
  const found = kindRegistry.byKind(apiVersion, kind);
  if (!found) throw new Error(`no kind ${kind}`);
  const metadata = { name: 'web', namespace: 'default', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z', ...rest.metadata };
  return { ...found.defaults({ apiVersion, kind, ...rest, metadata }), metadata };
}

interface Change {
  readonly object: KubeObject;
  readonly errors: readonly string[];
}

/** Changes an object: the new values stand for whole fields, as a merge patch of one level would leave them. */
function change(before: Object, spec: Readonly<Record<string, unknown>>, top: Readonly<Record<string, unknown>> = {}): Change {
  const kind = kindRegistry.byKind(before.apiVersion, before.kind);
  const previous = stored(before);
  const merged = { ...(previous.spec as object), ...spec };
  const wanted = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
  const written = stored({ ...previous, ...top, ...(previous.spec !== undefined && { spec: wanted }) } as unknown as Object);
  const next = kind?.prepareForUpdate?.(written, previous, '2026-01-01T00:00:00Z') ?? written;
  const errors = (kind?.validateUpdate ?? kind?.validateCreate)?.(next, previous) ?? [];
  return { object: next, errors: errors.map(formatFieldError) };
}

const service: Object = {
  apiVersion: 'v1', kind: 'Service', spec: { clusterIP: '10.96.8.8', clusterIPs: ['10.96.8.8'], selector: { app: 'web' }, ports: [{ port: 80 }] },
};
const headless: Object = { apiVersion: 'v1', kind: 'Service', spec: { clusterIP: 'None', clusterIPs: ['None'], selector: { app: 'web' }, ports: [{ port: 80 }] } };

describe('a Service', () => {
  test.each([
    { why: 'keeps its address', object: service, spec: { clusterIP: '10.96.9.9' }, errors: ['spec.clusterIPs[0]: Invalid value: ["10.96.9.9"]: may not change once set'] },
    { why: 'does not become headless', object: service, spec: { clusterIP: 'None' }, errors: ['spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set'] },
    {
      why: 'does not stop being headless', object: headless, spec: { clusterIP: '10.96.9.9', clusterIPs: ['10.96.9.9'] },
      errors: ['spec.clusterIPs[0]: Invalid value: ["10.96.9.9"]: may not change once set'],
    },
    { why: 'names its ports when it has several', object: service, spec: { ports: [{ port: 81 }, { port: 80 }] }, errors: ['spec.ports[0].name: Required value', 'spec.ports[1].name: Required value'] },
    { why: 'has ports', object: service, spec: { ports: null }, errors: ['spec.ports: Required value'] },
    { why: 'says which name it stands for', object: service, spec: { type: 'ExternalName' }, errors: ['spec.externalName: Required value'] },
    {
      why: 'keeps the family of its address', object: service, spec: { ipFamilies: ['IPv6'] },
      errors: ['spec.clusterIPs[0]: Invalid value: "10.96.8.8": expected an IPv6 value as indicated by `ipFamilies[0]`'],
    },
    { why: 'may be opened to the nodes', object: service, spec: { type: 'NodePort' }, errors: [] },
  ])('$why', ({ object, spec, errors }) => {
    expect(change(object, spec).errors).toEqual(errors);
  });

  test('loses what belonged to its old type, and keeps its address', () => {
    const balancer: Object = {
      ...service,
      spec: { ...(service.spec as object), type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 32000, ports: [{ port: 80, nodePort: 31000 }] },
      status: { loadBalancer: { ingress: [{ ip: '192.0.2.50' }] } },
    };
    const { object, errors } = change(balancer, { type: 'ClusterIP' });
    expect({ errors, spec: object.spec, status: object.status }).toEqual({
      errors: [],
      spec: {
        type: 'ClusterIP', clusterIP: '10.96.8.8', clusterIPs: ['10.96.8.8'], selector: { app: 'web' }, ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
        internalTrafficPolicy: 'Cluster', ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack', sessionAffinity: 'None',
      },
      status: { loadBalancer: {} },
    });
  });

  test('keeps the node ports and the address that it is written without', () => {
    const open: Object = { ...service, spec: { ...(service.spec as object), type: 'NodePort', ports: [{ port: 80, nodePort: 31000 }] } };
    const { object, errors } = change(open, { ports: [{ port: 80, targetPort: 8080 }], clusterIP: null, clusterIPs: null });
    expect({ errors, spec: object.spec }).toMatchObject({ errors: [], spec: { clusterIP: '10.96.8.8', clusterIPs: ['10.96.8.8'], ports: [{ nodePort: 31000, targetPort: 8080 }] } });
  });

  test('drops its address when it becomes a name', () => {
    const { object, errors } = change(service, { type: 'ExternalName', externalName: 'example.com' });
    expect({ errors, fields: Object.keys(object.spec as object).filter((name) => /^(clusterIP|ipFamil)/.test(name)) }).toEqual({ errors: [], fields: [] });
  });
});

const template = (app: string): object => ({ metadata: { labels: { app } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } });

test.each(['Deployment', 'ReplicaSet'])('a %s keeps its selector', (kind) => {
  const before: Object = { apiVersion: 'apps/v1', kind, spec: { selector: { matchLabels: { app: 'web' } }, template: template('web') } };
  expect(change(before, { selector: { matchLabels: { app: 'other' } }, template: template('other') }).errors)
    .toEqual(['spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable']);
});

const closed: Object = { apiVersion: 'v1', kind: 'ConfigMap', immutable: true, data: { a: '1' } };
const secret: Object = { apiVersion: 'v1', kind: 'Secret', data: { a: 'MQ==' } };

test.each([
  { why: 'closed settings keep their data', before: closed, top: { data: { a: '2' } }, errors: ['data: Forbidden: field is immutable when `immutable` is set'] },
  { why: 'closed settings stay closed', before: closed, top: { immutable: false }, errors: ['immutable: Forbidden: field is immutable when `immutable` is set'] },
  {
    why: 'a secret keeps its type, and is held to the new one', before: secret, top: { type: 'kubernetes.io/tls' },
    errors: ['type: Invalid value: "kubernetes.io/tls": field is immutable', 'data[tls.crt]: Required value', 'data[tls.key]: Required value'],
  },
  {
    why: 'a priority class keeps its value and its policy', before: { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', value: 1000 } as Object,
    top: { value: 5, preemptionPolicy: 'Never' },
    errors: ['value: Forbidden: may not be changed in an update.', 'preemptionPolicy: Invalid value: "Never": field is immutable'],
  },
  {
    why: 'a slice keeps the type of its addresses',
    before: { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType: 'IPv4', endpoints: [{ addresses: ['10.0.0.1'] }] } as Object,
    top: { addressType: 'IPv6', endpoints: [] }, errors: ['addressType: Invalid value: "IPv6": field is immutable'],
  },
])('$why', ({ before, top, errors }) => {
  expect(change(before, {}, top).errors).toEqual(errors);
});

test.each([
  { why: 'an address of a load balancer is one', ingress: [{ ip: 'not-an-ip' }], type: 'LoadBalancer', errors: ['status.loadBalancer.ingress[0].ip: Invalid value: "not-an-ip": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'] },
  { why: 'only load balancers have such addresses', ingress: [{ ip: '203.0.113.8' }], type: 'ClusterIP', errors: ["status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is 'LoadBalancer'"] },
])('$why', ({ ingress, type, errors }) => {
  const next = stored({ ...service, spec: { ...(service.spec as object), type }, status: { loadBalancer: { ingress } } });
  const kind = kindRegistry.byKind('v1', 'Service');
  expect((kind?.validateStatusUpdate?.(next, stored(service)) ?? []).map(formatFieldError)).toEqual(errors);
});
