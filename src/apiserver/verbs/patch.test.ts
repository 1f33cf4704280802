import { describe, expect, it } from 'vitest';
import type { PatchType } from '../../kinds/index.ts';
import { ApiWorld } from '../testing/api-world.ts';

const deployment = {
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' },
  spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx' }] } } },
};

function withDeployment(): ApiWorld {
  const world = new ApiWorld();
  world.object('create', 'deployments', { body: deployment });
  return world;
}

const refuse = (world: ApiWorld, patchType: PatchType, body: unknown) => world.refusal('patch', 'deployments', { name: 'web', patchType, body });

describe('a patch', () => {
  it('merges lists by their keys when it is strategic', () => {
    const world = withDeployment();
    const body = { spec: { template: { spec: { containers: [{ name: 'side', image: 'busybox' }] } } } };
    const patched = world.object('patch', 'deployments', { name: 'web', patchType: 'strategic', body });
    expect(patched).toMatchObject({ metadata: { generation: 2 }, spec: { template: { spec: { containers: [{ name: 'side' }, { name: 'web' }] } } } });
  });

  it('replaces lists when it is a merge patch, and changes single places when it is a JSON patch', () => {
    const world = withDeployment();
    world.object('patch', 'deployments', { name: 'web', patchType: 'merge', body: { spec: { template: { spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] } } } } });
    const patched = world.object('patch', 'deployments', { name: 'web', patchType: 'json', body: [{ op: 'replace', path: '/spec/replicas', value: 5 }] });
    expect(patched).toMatchObject({ metadata: { generation: 3 }, spec: { replicas: 5, template: { spec: { containers: [{ image: 'nginx:1.27' }] } } } });
  });

  it('is needless or refused only by what is stored, not by a cache that is behind', () => {
    const world = new ApiWorld();
    const patch = (k: string, resourceVersion?: string) => world.object('patch', 'configmaps', { name: 'a', patchType: 'merge', body: { metadata: { resourceVersion }, data: { k } } });
    const first = world.object('create', 'configmaps', { body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { k: '1' } } });
    world.pass(100);
    world.storage.breakWatches();
    const second = patch('2');
    expect(second.metadata.resourceVersion).not.toBe(first.metadata.resourceVersion);
    const third = patch('1');
    expect(third).toMatchObject({ data: { k: '1' } });
    expect(Number(third.metadata.resourceVersion)).toBeGreaterThan(Number(second.metadata.resourceVersion));
    expect(patch('3', third.metadata.resourceVersion)).toMatchObject({ data: { k: '3' } });
  });

  it('that changes nothing keeps the version', () => {
    const world = withDeployment();
    const before = world.object('get', 'deployments', { name: 'web' });
    expect(world.object('patch', 'deployments', { name: 'web', patchType: 'strategic', body: { apiVersion: 'v2' } })).toBe(before);
    const reply = world.ask('patch', 'deployments', { name: 'web', patchType: 'strategic', body: { spec: { replica: 3 } } });
    expect(reply.warnings).toEqual(['unknown field "spec.replica"']);
    expect(reply.body).toBe(before);
  });

  it('is refused in the words of Kubernetes', () => {
    const world = withDeployment();
    const refusals: [PatchType, unknown, string][] = [
      ['strategic', { spec: { replicas: 'two' } }, '422 Invalid:  "" is invalid: patch: Invalid value: "map[spec:map[replicas:two]]": unrecognized type: int32'],
      ['strategic', { spec: { replicas: -1 } }, '422 Invalid: Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
      ['strategic', { spec: { template: { spec: { containers: [{ image: 'nginx:1.27' }] } } } }, '500 -: map: map[image:nginx:1.27] does not contain declared merge key: name'],
      ['strategic', 'not json', '400 BadRequest: json: cannot unmarshal string into Go value of type map[string]interface {}'],
      ['json', [{ op: 'remove', path: '/spec/none' }], '422 Invalid: the server rejected our request due to an error in our request'],
      ['json', { op: 'remove' }, '400 BadRequest: error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp'],
      ['merge', { metadata: { name: 'other' } }, '400 BadRequest: the name of the object (other) does not match the name on the URL (web)'],
      ['merge', { metadata: { namespace: 'shop' } }, '400 BadRequest: the namespace of the provided object does not match the namespace sent on the request'],
      ['merge', { metadata: { resourceVersion: 'abc' } }, '500 -: strconv.ParseUint: parsing "abc": invalid syntax'],
      ['merge', { metadata: { resourceVersion: '1' } }, '409 Conflict: Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again'],
      ['merge', { metadata: { uid: 'x' } }, '422 Invalid: Deployment.apps "web" is invalid: metadata.uid: Invalid value: "x": field is immutable'],
    ];
    for (const [type, body, why] of refusals) expect(refuse(world, type, body)).toBe(why);
    expect(world.refusal('patch', 'deployments', { name: 'ghost', patchType: 'merge', body: {} })).toBe('404 NotFound: deployments.apps "ghost" not found');
  });
});

describe('the status subresource', () => {
  it('changes status and metadata, and the main path neither', () => {
    const world = withDeployment();
    const body = { metadata: { labels: { by: 'status' }, annotations: { by: 'status' } }, spec: { replicas: 9 }, status: { replicas: 2 } };
    const patched = world.object('patch', 'deployments', { name: 'web', subresource: 'status', patchType: 'merge', body });
    expect(patched).toMatchObject({ metadata: { annotations: { by: 'status' }, generation: 1 }, spec: { replicas: 2 }, status: { replicas: 2 } });
    expect(patched.metadata.labels).toBeUndefined(); // Deployments keep theirs
    expect(world.object('patch', 'deployments', { name: 'web', patchType: 'merge', body: { status: { replicas: 7 } } })).toBe(patched);
    expect(world.object('get', 'deployments', { name: 'web', subresource: 'status' })).toBe(patched);
  });
});

describe('the scale subresource', () => {
  it('reads and writes the replicas alone', () => {
    const world = withDeployment();
    expect(world.object('get', 'deployments', { name: 'web', subresource: 'scale' })).toMatchObject({ kind: 'Scale', apiVersion: 'autoscaling/v1', spec: { replicas: 2 }, status: { replicas: 0, selector: 'app=web' } });
    expect(world.object('patch', 'deployments', { name: 'web', subresource: 'scale', patchType: 'merge', body: { spec: { replicas: 0 } } }).spec).toEqual({});
    expect(world.object('get', 'deployments', { name: 'web' })).toMatchObject({ metadata: { generation: 2 }, spec: { replicas: 0 } });
    expect(world.refusal('update', 'deployments', { name: 'web', subresource: 'scale', body: { metadata: { name: 'web' }, spec: { replicas: -1 } } })).toBe(
      '422 Invalid: Scale.autoscaling "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0');
    expect(world.refusal('get', 'configmaps', { name: 'web', subresource: 'scale' })).toBe('404 NotFound: the server could not find the requested resource');
  });
});

describe('binding', () => {
  it('puts a Pod onto a node once', () => {
    const world = new ApiWorld();
    world.object('create', 'serviceaccounts', { body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } } });
    world.object('create', 'pods', { body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'app', image: 'nginx' }] } } });
    const bind = { name: 'web', subresource: 'binding', body: { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'web' }, target: { kind: 'Node', name: 'worker-2' } } };
    expect(world.ask('create', 'pods', bind)).toMatchObject({ code: 201, body: { status: 'Success', code: 201 } });
    expect(world.object('get', 'pods', { name: 'web' })).toMatchObject({ metadata: { generation: 1 }, spec: { nodeName: 'worker-2' }, status: { conditions: [{ type: 'PodScheduled', status: 'True' }] } });
    expect(world.refusal('create', 'pods', bind)).toBe('409 Conflict: Operation cannot be fulfilled on pods/binding "web": pod web is already assigned to node "worker-2"');
  });
});
