import { describe, expect, it } from 'vitest';
import { base64EncodeText } from '../../../base/index.ts';
import { sleep } from '../../../kernel/index.ts';
import type { KubeObject } from '../../../kinds/index.ts';
import { isHttpRequest } from '../../../machine/index.ts';
import { ApiWorld } from '../../testing/api-world.ts';

interface Review { readonly apiVersion: string; readonly request: Readonly<Record<string, unknown>> & { readonly uid: string; readonly object: KubeObject | null } }

/** Answers one path: the response without its uid, or the whole body. */
type Answers = Readonly<Record<string, (review: Review) => object | string>>;

/** A world with a machine outside that answers reviews, and how long each path takes. */
function withHook(answers: Answers, options: { readonly slow?: Readonly<Record<string, number>> } = {}) {
  const world = new ApiWorld();
  const outside = world.network.addHost('hooks', 'outside', '10.0.9.9');
  const asked: { readonly path: string; readonly review: Review }[] = [];
  outside.stack.serve({
    port: 443, name: 'hooks', group: outside.group,
    *handler({ request }) {
      if (!isHttpRequest(request)) return undefined;
      const [path = ''] = request.path.split('?');
      const review = JSON.parse(request.body) as Review;
      asked.push({ path, review });
      if (options.slow?.[path] !== undefined) yield* sleep(options.slow[path]);
      const answer = answers[path]?.(review) ?? { allowed: true };
      const status = answer === '500' ? 500 : 200;
      const body = typeof answer === 'string' ? answer : JSON.stringify('response' in answer || 'apiVersion' in answer
        ? { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', ...answer }
        : { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid: review.request.uid, ...answer } });
      return { kind: 'response', payload: { type: 'http.response', status, headers: {}, body } };
    },
  });
  const rules = [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['configmaps', 'pods', 'pods/*', 'deployments/*'] }];
  const hook = (path: string, rest: object = {}) => ({ name: 'my.hook.io', clientConfig: { url: `https://10.0.9.9${path}` }, admissionReviewVersions: ['v1'], sideEffects: 'None', rules, ...rest });
  const configure = (sort: 'Validating' | 'Mutating', ...webhooks: object[]): void => {
    const kind = `${sort}WebhookConfiguration`;
    const plural = `${kind.toLowerCase()}s`;
    if (world.names(plural).includes('test')) world.object('delete', plural, { name: 'test' });
    if (webhooks.length > 0) world.object('create', plural, { body: { apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name: 'test' }, webhooks } });
    world.pass(200);
  };
  return { world, asked, hook, configure };
}

const patch = (...operations: object[]): object => ({ allowed: true, patchType: 'JSONPatch', patch: base64EncodeText(JSON.stringify(operations)) });
const configMap = (name: string, data: object = { a: 'b' }): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });

/** How somebody proved who they are is told too, and differs from world to world. */
function withoutExtra(userInfo: unknown): object {
  const { extra: _, ...rest } = userInfo as Readonly<Record<string, unknown>>;
  return rest;
}

function containersIn({ spec }: KubeObject): readonly { readonly name: string; readonly imagePullPolicy: string; readonly volumeMounts: readonly unknown[] }[] {
  return (spec as { readonly containers: ReturnType<typeof containersIn> }).containers;
}

describe('a validating webhook', () => {
  const denials: readonly [string, object | string, string][] = [
    ['without a word', { allowed: false }, '400 -: admission webhook "my.hook.io" denied the request without explanation'],
    ['with a message', { allowed: false, status: { message: 'no way' } }, '400 -: admission webhook "my.hook.io" denied the request: no way'],
    ['with a reason', { allowed: false, status: { reason: 'Policy' } }, '400 Policy: admission webhook "my.hook.io" denied the request: Policy'],
    ['with a code', { allowed: false, status: { message: 'teapot', code: 418, reason: 'Because' } }, '418 Because: admission webhook "my.hook.io" denied the request: teapot'],
    ['by an error', '500', '500 InternalError: Internal error occurred: failed calling webhook "my.hook.io": failed to call webhook: an error on the server ("unknown") has prevented the request from succeeding'],
    ['by text', 'hello', '500 InternalError: Internal error occurred: failed calling webhook "my.hook.io": failed to call webhook: couldn\'t get version/kind; json parse error: json: cannot unmarshal string into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }'],
    ['by no response', { response: null }, '500 InternalError: Internal error occurred: failed calling webhook "my.hook.io": received invalid webhook response: webhook response was absent'],
    ['by a wrong version', { apiVersion: 'admission.k8s.io/v9' }, '500 InternalError: Internal error occurred: failed calling webhook "my.hook.io": failed to call webhook: no kind "AdmissionReview" is registered for version "admission.k8s.io/v9" in scheme "pkg/runtime/scheme.go:111"'],
    ['by a patch', { allowed: true, patch: 'W10=' }, '500 InternalError: Internal error occurred: failed calling webhook "my.hook.io": received invalid webhook response: validating webhook may not return response.patch'],
  ];

  it.each(denials)('refuses %s in the words of the real server', (_, answer, text) => {
    const { world, hook, configure } = withHook({ '/x': () => answer });
    configure('Validating', hook('/x'));
    expect(world.refusal('create', 'configmaps', { body: configMap('web') })).toBe(text);
    expect(world.names('configmaps')).toEqual([]);
  });

  it('is told what is written, by whom and how', () => {
    const { world, asked, hook, configure } = withHook({});
    configure('Validating', hook('/x'));
    world.object('create', 'configmaps', { body: configMap('web'), options: { fieldManager: 'me' } });
    world.object('patch', 'configmaps', { name: 'web', patchType: 'merge', body: { data: { c: 'd' } }, options: { dryRun: true } });
    world.object('delete', 'configmaps', { name: 'web', options: { propagationPolicy: 'Background' } });
    const configMaps = { group: '', version: 'v1', resource: 'configmaps' };
    const kind = { group: '', version: 'v1', kind: 'ConfigMap' };
    expect(asked.map(({ review: { request: { uid: _, object, oldObject, userInfo, ...request } } }) => ({ ...request, userInfo: withoutExtra(userInfo), object: object?.metadata.name, old: (oldObject as KubeObject | null)?.metadata.name }))).toEqual([
      { kind, resource: configMaps, requestKind: kind, requestResource: configMaps, name: 'web', namespace: 'default', operation: 'CREATE', userInfo: { username: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }, dryRun: false, object: 'web', old: undefined, options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1', fieldManager: 'me' } },
      { kind, resource: configMaps, requestKind: kind, requestResource: configMaps, name: 'web', namespace: 'default', operation: 'UPDATE', userInfo: { username: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }, dryRun: true, object: 'web', old: 'web', options: { kind: 'UpdateOptions', apiVersion: 'meta.k8s.io/v1', dryRun: ['All'] } },
      { kind, resource: configMaps, requestKind: kind, requestResource: configMaps, name: 'web', namespace: 'default', operation: 'DELETE', userInfo: { username: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }, dryRun: false, object: undefined, old: 'web', options: { kind: 'DeleteOptions', apiVersion: 'meta.k8s.io/v1', propagationPolicy: 'Background' } },
    ]);
  });

  it('that cannot be reached refuses, unless it is to be ignored', () => {
    const { world, hook, configure } = withHook({}, { slow: { '/slow': 3_000 } });
    const failed = '500 InternalError: Internal error occurred: failed calling webhook "my.hook.io": failed to call webhook: Post';
    const refusal = (rest: object, path = '/slow'): string => {
      configure('Validating', hook(path, rest));
      return world.refusal('create', 'configmaps', { body: configMap('web'), options: { dryRun: true } });
    };
    expect(refusal({ timeoutSeconds: 1 })).toBe(`${failed} "https://10.0.9.9/slow?timeout=1s": context deadline exceeded`);
    expect(refusal({ timeoutSeconds: 1, failurePolicy: 'Ignore' })).toBe('(accepted)');
    expect(refusal({ clientConfig: { url: 'https://10.0.9.9:99/x' } })).toBe(`${failed} "https://10.0.9.9:99/x?timeout=10s": dial tcp 10.0.9.9:99: connect: connection refused`);
    expect(refusal({ clientConfig: { service: { name: 'nosuch', namespace: 'default', path: '/x' } } })).toBe(`${failed} "https://nosuch.default.svc:443/x?timeout=10s": service "nosuch" not found`);
    world.object('create', 'services', { body: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'hook' }, spec: { ports: [{ port: 443 }] } } });
    expect(refusal({ clientConfig: { service: { name: 'hook', namespace: 'default' } } })).toBe(`${failed} "https://hook.default.svc:443/?timeout=10s": no endpoints available for service "hook"`);
  });

  it('is asked only about what its rules and selectors name', () => {
    const { world, asked, hook, configure } = withHook({});
    const askedFor = (rest: object, body: object): boolean => {
      asked.length = 0;
      configure('Validating', hook('/x', rest));
      world.object('create', 'configmaps', { body, options: { dryRun: true } });
      return asked.length > 0;
    };
    const rule = (change: object): object => ({ rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'], ...change }] });
    expect(askedFor(rule({}), configMap('a'))).toBe(true);
    expect(askedFor(rule({ operations: ['UPDATE'] }), configMap('a'))).toBe(false);
    expect(askedFor(rule({ resources: ['configmaps/*'] }), configMap('a'))).toBe(true);
    expect(askedFor(rule({ resources: ['configmaps/status'] }), configMap('a'))).toBe(false);
    expect(askedFor(rule({ resources: ['*/*'] }), configMap('a'))).toBe(true);
    expect(askedFor(rule({ scope: 'Cluster' }), configMap('a'))).toBe(false);
    expect(askedFor({ objectSelector: { matchLabels: { a: 'b' } } }, configMap('a'))).toBe(false);
    const condition = (expression: string): object => ({ matchConditions: [{ name: 'some', expression }] });
    expect(askedFor(condition("object.metadata.name == 'a' && request.operation == 'CREATE'"), configMap('a'))).toBe(true);
    expect(askedFor(condition("object.metadata.name == 'b'"), configMap('a'))).toBe(false);
    expect(askedFor({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'default' } } }, configMap('a'))).toBe(true);
    expect(askedFor({ namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['default'] }] } }, configMap('a'))).toBe(false);
  });

  it('may know the resource in another version only', () => {
    const { world, asked, hook, configure } = withHook({});
    const rules = [{ apiGroups: ['autoscaling'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['horizontalpodautoscalers'] }];
    const body = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'h' }, spec: { maxReplicas: 3, scaleTargetRef: { kind: 'Deployment', name: 'web', apiVersion: 'apps/v1' } } };
    configure('Validating', hook('/x', { rules, matchPolicy: 'Exact' }));
    world.object('create', 'horizontalpodautoscalers', { body, options: { dryRun: true } });
    expect(asked).toEqual([]);
    configure('Validating', hook('/x', { rules }));
    world.object('create', 'horizontalpodautoscalers', { body, options: { dryRun: true } });
    expect(asked.map(({ review: { request } }) => [request['kind'], request['requestKind'], request.object?.apiVersion])).toEqual([
      [{ group: 'autoscaling', version: 'v1', kind: 'HorizontalPodAutoscaler' }, { group: 'autoscaling', version: 'v2', kind: 'HorizontalPodAutoscaler' }, 'autoscaling/v1'],
    ]);
  });

  it('sends warnings', () => {
    const { world, hook, configure } = withHook({ '/x': () => ({ allowed: true, warnings: ['one', 'two'] }) });
    configure('Validating', hook('/x'));
    expect(world.ask('create', 'configmaps', { body: configMap('web') }).warnings).toEqual(['one', 'two']);
  });
});

describe('a mutating webhook', () => {
  it('changes what is stored', () => {
    const { world, asked, hook, configure } = withHook({ '/x': () => patch({ op: 'add', path: '/metadata/labels', value: { hooked: 'yes' } }) });
    configure('Mutating', hook('/x'));
    const made = world.object('create', 'configmaps', { body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'cm-' }, data: { a: 'b' } } });
    expect(made.metadata).toMatchObject({ labels: { hooked: 'yes' }, namespace: 'default', name: expect.stringMatching(/^cm-.{5}$/) as string });
    // A name that is made up, and who the object is, is not known yet.
    const { managedFields: _, ...shown } = asked[0]?.review.request.object?.metadata ?? { managedFields: undefined };
    expect(shown).toEqual({ generateName: 'cm-', namespace: 'default' });
    expect(asked[0]?.review.request['name']).toBeUndefined();
  });

  it.each([
    ['that cannot be applied', patch({ op: 'remove', path: '/metadata/nothing' }), "Internal error occurred: error in remove for path: '/metadata/nothing': Unable to remove nonexistent key: nothing: missing value"],
    ['to what is not there', patch({ op: 'add', path: '/x/y', value: 1 }), 'Internal error occurred: add operation does not apply: doc is missing path: "/x/y": missing value'],
    ['that fails a test', patch({ op: 'test', path: '/data/a', value: 'c' }), 'Internal error occurred: testing value /data/a failed: test failed'],
    ['that makes no object', patch({ op: 'replace', path: '/data', value: { a: 5 } }), 'Internal error occurred: json: cannot unmarshal number into Go struct field ConfigMap.data of type string'],
    ['that is no list', { allowed: true, patchType: 'JSONPatch', patch: base64EncodeText('{"a":1}') }, 'Internal error occurred: failed calling webhook "my.hook.io": received undecodable patch in webhook response: json: cannot unmarshal object into Go value of type jsonpatch.Patch'],
    ['without a type', { allowed: true, patch: 'W10=' }, 'Internal error occurred: failed calling webhook "my.hook.io": received invalid webhook response: webhook returned response.patch but not response.patchType'],
  ])('with a patch %s is told so', (_, answer, message) => {
    const { world, hook, configure } = withHook({ '/x': () => answer });
    configure('Mutating', hook('/x'));
    expect(world.refusal('create', 'configmaps', { body: configMap('web') })).toBe(`500 InternalError: ${message}`);
  });

  it('is asked again when one after it changed something, if it wants that; the server itself looks again as well', () => {
    const { world, asked, hook, configure } = withHook({ '/add': ({ request: { object } }) => (object && containersIn(object).length > 1 ? { allowed: true } : patch({ op: 'add', path: '/spec/containers/-', value: { name: 'sidecar', image: 'proxy' } })) });
    world.object('create', 'serviceaccounts', { body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } } });
    configure('Mutating', hook('/first', { reinvocationPolicy: 'IfNeeded' }), hook('/once', { name: 'other.hook.io' }), hook('/add', { name: 'third.hook.io' }));
    const pod = world.object('create', 'pods', { body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'app', image: 'nginx' }] } } });
    expect(asked.map(({ path }) => path)).toEqual(['/first', '/once', '/add', '/first']);
    expect(containersIn(pod).map(({ name, imagePullPolicy, volumeMounts }) => [name, imagePullPolicy, volumeMounts.length])).toEqual([['app', 'Always', 1], ['sidecar', 'Always', 1]]);
  });
});

describe('what configures webhooks', () => {
  it('is never shown to them', () => {
    const { world, asked, hook, configure } = withHook({ '/x': () => ({ allowed: false }) });
    configure('Validating', hook('/x', { rules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*/*'] }] }));
    configure('Validating');
    expect(asked).toEqual([]);
    expect(world.names('validatingwebhookconfigurations')).toEqual([]);
  });
});
