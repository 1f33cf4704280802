// What a real API server answers to writes that admission policies are about.

import { describe, expect, it } from 'vitest';
import type { ApiReply, KubeObject, ResourceRequest, Status } from '../../../kinds/index.ts';
import { ApiWorld } from '../../testing/api-world.ts';
import recorded from './testdata/recorded.json' with { type: 'json' };

interface Written {
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly labels?: Readonly<Record<string, string>> };
}

type Answer = Readonly<Record<string, unknown>>;

const { policies, requests } = recorded as unknown as {
  readonly policies: readonly Written[];
  readonly requests: readonly { readonly title: string; readonly method: string; readonly object: Written; readonly answer: Answer }[];
};

/** Of authorisation this world has none; in which order policies and parameters are taken is chance in the real one. */
const elsewhere = new Set(['authorizer reason', 'param selector', 'map two policies']);
const existing = new Set(['old and new', 'immutable']);
const plural = (kind: string): string => `${kind.toLowerCase().replace(/y$/, 'ie')}s`;

function worldWithPolicies(): ApiWorld {
  const world = new ApiWorld();
  const make = (body: object): KubeObject => world.object('create', 'configmaps', { body: { apiVersion: 'v1', kind: 'ConfigMap', ...body } });
  for (const [name, k] of [['params-a', 'A'], ['params-b', 'B']]) make({ metadata: { name, labels: { role: 'params' } }, data: { k } });
  for (const { title, object } of requests) {
    const { name } = object.metadata;
    if (existing.has(title) && world.ask('get', 'configmaps', { ...(name === undefined ? {} : { name }) }).code === 404) make({ metadata: object.metadata, data: { a: '1' } });
  }
  for (const body of policies) {
    const reply = world.ask('create', plural(body.kind), { group: 'admissionregistration.k8s.io', body, namespace: undefined as never });
    if (reply.code >= 300) throw new Error(JSON.stringify(reply.body));
  }
  world.pass(1_000);
  return world;
}

const verbs: Readonly<Record<string, ResourceRequest['verb']>> = { POST: 'create', GEN: 'create', DRY: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };

function ask(world: ApiWorld, method: string, object: Written): ApiReply {
  const { name } = object.metadata;
  const named = name === undefined || verbs[method] === 'create' ? {} : { name };
  const patch = method === 'PATCH' ? { patchType: 'merge' as const, body: { data: { z: '1' } } } : { body: object };
  return world.ask(verbs[method] ?? 'get', 'configmaps', { ...named, ...(method === 'DELETE' ? {} : patch), options: method === 'DRY' ? { dryRun: true } : {} });
}

/** An answer as the recording tells it. */
function told(reply: ApiReply): Answer {
  const warnings = reply.warnings.length > 0 ? { warnings: reply.warnings } : {};
  if (reply.code >= 300) {
    const { message, reason, details, code } = reply.body as Status;
    return JSON.parse(JSON.stringify({ message, reason, details, code, ...warnings }).replaceAll(/gen-[a-z0-9]{5}\b/g, 'gen-XXXXX')) as Answer;
  }
  const { metadata, data, immutable } = reply.body as KubeObject & { readonly data?: object; readonly immutable?: boolean };
  return JSON.parse(JSON.stringify({ code: reply.code, labels: metadata.labels, annotations: metadata.annotations, data, immutable, name: metadata.name, ...warnings })) as Answer;
}

describe('admission policies', () => {
  const world = worldWithPolicies();
  it.each(requests.filter(({ title }) => !elsewhere.has(title)))('$title: $method', ({ title, method, object, answer }) => {
    const reply = ask(world, method, object);
    expect(told(reply)).toEqual(answer);
    if (reply.code === 201 && !existing.has(title)) world.ask('delete', 'configmaps', { name: (reply.body as KubeObject).metadata.name });
  });
});

describe('what expressions cost together', () => {
  /** True, at nearly half of what one expression may cost: a tenth of the one length times a tenth of the other. */
  const dear = '!object.data.long.contains(object.data.sought)';
  const data = { long: 'x'.repeat(97_000), sought: 'y'.repeat(500) };
  const times = <Item>(n: number, make: (index: number) => Item): readonly Item[] => Array.from({ length: n }, (_, index) => make(index));
  const conditions = (n: number): object => ({ matchConditions: times(n, (index) => ({ name: `c${index}`, expression: dear })) });
  const refusing = { expression: 'false', message: 'asked' };
  const tooMuch = 'validation failed due to running out of cost budget, no further validation rules will be run';

  it.each([
    ['five match conditions', { ...conditions(5), validations: [refusing] }, 'asked'],
    ['six match conditions', { ...conditions(6), validations: [refusing] }, tooMuch],
    ['twenty validations', { validations: [...times(20, () => ({ expression: dear })), refusing] }, 'asked'],
    ['twenty-one validations, whatever one of them said', { validations: [refusing, ...times(21, () => ({ expression: dear }))] }, tooMuch],
    ['variables', { variables: times(22, (index) => ({ name: `v${index}`, expression: dear })), validations: [refusing, ...times(22, (index) => ({ expression: `variables.v${index}` }))] }, tooMuch],
    ['messages of validations that hold', { validations: times(18, () => ({ expression: dear, messageExpression: `(${dear}) ? 'a' : 'b'` })) }, `failed messageExpression: ${tooMuch}`],
    ['annotations, which have a budget of their own', { validations: [...times(20, () => ({ expression: dear })), refusing], auditAnnotations: times(20, (index) => ({ key: `k${index}`, valueExpression: `(${dear}) ? 'a' : 'b'` })) }, 'asked'],
    ['whoever ignores failures', { failurePolicy: 'Ignore', validations: [refusing, ...times(21, () => ({ expression: dear }))] }, undefined],
  ])('%s', (_, spec, refused) => {
    const world = new ApiWorld();
    const matchConstraints = { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }] };
    const make = (kind: string, resource: string, given: object): void => {
      const reply = world.ask('create', resource, { group: 'admissionregistration.k8s.io', namespace: undefined as never, body: { apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name: 'p' }, spec: given } });
      expect(reply.code).toBe(201);
    };
    make('ValidatingAdmissionPolicy', 'validatingadmissionpolicies', { matchConstraints, ...spec });
    make('ValidatingAdmissionPolicyBinding', 'validatingadmissionpolicybindings', { policyName: 'p', validationActions: ['Deny'] });
    world.pass(1_000);
    const { code, body } = world.ask('create', 'configmaps', { body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data } });
    expect(code).toBe(refused === undefined ? 201 : 422);
    if (refused !== undefined) expect((body as Status).message).toBe(`configmaps "a" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'p' denied request: ${refused}`);
  });

  it('a mutation of a policy, each of which has a budget of its own', () => {
    const matchConstraints = { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }] };
    const variables = times(22, (index) => ({ name: `v${index}`, expression: dear }));
    const mutation = (condition: string, mark: string): object => ({ patchType: 'JSONPatch', jsonPatch: { expression: `(${condition}) ? [JSONPatch{op: 'add', path: '/data/mark', value: '${mark}'}] : []` } });
    const made = (mutations: readonly object[]): unknown => {
      const world = new ApiWorld();
      const make = (kind: string, resource: string, spec: object): void => {
        const reply = world.ask('create', resource, { group: 'admissionregistration.k8s.io', namespace: undefined as never, body: { apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name: 'm' }, spec } });
        expect(reply.code).toBe(201);
      };
      make('MutatingAdmissionPolicy', 'mutatingadmissionpolicies', { failurePolicy: 'Fail', reinvocationPolicy: 'Never', matchConstraints, variables, mutations });
      make('MutatingAdmissionPolicyBinding', 'mutatingadmissionpolicybindings', { policyName: 'm' });
      world.pass(1_000);
      return world.ask('create', 'configmaps', { body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data } }).body;
    };
    expect(made(times(22, (index) => mutation(`variables.v${index}`, String(index))))).toMatchObject({ data: { mark: '21' } });
    const all = times(22, (index) => `variables.v${index}`).join(' && ');
    expect(made([mutation(all, 'all')])).toMatchObject({ message: `policy 'm' with binding 'm' denied request: ${tooMuch}` });
  });
});
