import { describe, expect, it } from 'vitest';
import { podKind } from '../../../kinds/index.ts';
import type { PodInput } from '../../../kinds/index.ts';
import { ApiWorld } from '../../testing/api-world.ts';
import { detailsOf, violations } from './evaluate.ts';
import { policyFor } from './policy.ts';
import recorded from './testdata/recorded.json' with { type: 'json' };

/** What a real API server says of Pods, by level and version. */
const cases = recorded as unknown as readonly { readonly what: string; readonly policy: string; readonly found: string; readonly pod: { readonly spec: PodInput['spec']; readonly annotations?: Record<string, string> } }[];

describe('the Pod Security Standards', () => {
  it.each(cases)('$policy: $what', ({ policy, pod, found }) => {
    const [level = '', version = ''] = policy.split(':');
    const labels = { 'pod-security.kubernetes.io/enforce': level, 'pod-security.kubernetes.io/enforce-version': version };
    const { annotations } = pod;
    const defaulted = podKind.defaults({ apiVersion: 'v1', kind: 'Pod', metadata: annotations ? { annotations } : {}, spec: pod.spec ?? { containers: [] } });
    expect(detailsOf(violations(policyFor(labels, 'enforce'), withProfiles(defaulted, annotations)))).toBe(found);
  });
});

/** The recorded server makes fields of the annotations of old before it looks. */
function withProfiles<Shape extends ReturnType<typeof podKind.defaults>>(pod: Shape, annotations: Readonly<Record<string, string>> | undefined): Shape {
  if (!annotations) return pod;
  const containers = pod.spec.containers.map((container) => ({ ...container, securityContext: { appArmorProfile: { type: 'Unconfined' as const } } }));
  return { ...pod, spec: { ...pod.spec, containers } };
}

describe('a namespace that is tightened', () => {
  it('tells of the Pods that would not be let in any more, together where the reasons are the same', () => {
    const world = new ApiWorld();
    world.object('create', 'serviceaccounts', { body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } } });
    const make = (name: string, spec: object) => world.object('create', 'pods', { body: { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'c', image: 'x' }], ...spec } } });
    make('web-1', { hostPID: true });
    make('api', { hostNetwork: true });
    make('web-2', { hostPID: true });
    make('zeal', { volumes: [{ name: 'v', hostPath: { path: '/' } }] });
    const label = (labels: object) => world.ask('patch', 'namespaces', { name: 'default', patchType: 'merge', body: { metadata: { labels } } }).warnings;
    expect(label({ 'pod-security.kubernetes.io/enforce': 'baseline' })).toEqual([
      'existing pods in namespace "default" violate the new PodSecurity enforce level "baseline:latest"',
      'api (and 2 other pods): host namespaces',
      'zeal: hostPath volumes',
    ]);
    expect(label({ 'pod-security.kubernetes.io/enforce': 'privileged' })).toEqual([]);
    expect(label({ 'pod-security.kubernetes.io/warn': 'restricted' })).toEqual([]);
  });
});
