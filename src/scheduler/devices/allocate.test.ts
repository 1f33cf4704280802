import { expect, test } from 'vitest';
import '../../kinds/provide.ts';
import { decode, deviceClassKind, resourceClaimKind, resourceSliceKind } from '../../kinds/index.ts';
import type { AnyKind, DeviceClass, ResourceClaim, ResourceSlice } from '../../kinds/index.ts';
import { allocate } from './allocate.ts';
import type { Devices } from './devices.ts';

function stored<Stored>(kind: unknown, manifest: object): Stored {
  const { definition, defaults } = kind as AnyKind;
  return defaults(decode(definition, manifest).value as never) as Stored;
}

const apiVersion = 'resource.k8s.io/v1';
const gpu = stored<DeviceClass>(deviceClassKind, { apiVersion, kind: 'DeviceClass', metadata: { name: 'gpu' }, spec: { selectors: [{ cel: { expression: 'device.driver == "gpu.example.com"' } }], config: [{ opaque: { driver: 'gpu.example.com', parameters: { mode: 'fast' } } }] } });
const slice = (devices: readonly object[], spec: object = {}) => stored<ResourceSlice>(resourceSliceKind, {
  apiVersion, kind: 'ResourceSlice', metadata: { name: 's' },
  spec: { driver: 'gpu.example.com', nodeName: 'a', pool: { name: 'a', generation: 1, resourceSliceCount: 1 }, devices, ...spec },
});
const claim = (name: string, devices: object, status: object = {}) => stored<ResourceClaim>(resourceClaimKind, { apiVersion, kind: 'ResourceClaim', metadata: { name, namespace: 'default' }, spec: { devices }, status });
const offered = (slices: readonly ResourceSlice[], allocated: readonly ResourceClaim[] = []): Devices => ({
  claim: () => undefined, deviceClass: (name) => (name === 'gpu' ? gpu : undefined), classFor: () => undefined, slices: () => slices, isBeingAllocated: () => false, allocated: () => allocated.flatMap(({ status }) => status.allocation ?? []),
});
const node = { name: 'a', labels: { zone: 'z1' } };
const wants = (request: object = {}) => ({ requests: [{ name: 'r', exactly: { deviceClassName: 'gpu', ...request } }] });
const model = (value: string) => ({ selectors: [{ cel: { expression: `device.attributes["gpu.example.com"].model == "${value}"` } }] });
const inUse = (device: string) => claim('other', wants(), { allocation: { devices: { results: [{ request: 'r', driver: 'gpu.example.com', pool: 'a', device }] } } });
const numa = (name: string, at: number) => ({ name, attributes: { numa: { int: at }, model: { string: 'big' } } });
const four = [numa('g0', 0), numa('g1', 1), numa('g2', 0), numa('g3', 1)];
const shared = { sharedCounters: [{ name: 'card', counters: { memory: { value: '40Gi' } } }], devices: [] };
const part = (name: string, value: string) => ({ name, consumesCounters: [{ counterSet: 'card', counters: { memory: { value } } }] });

const divisible = slice([{ name: 'wide', allowMultipleAllocations: true, capacity: { memory: { value: '4Gi', requestPolicy: { default: '1Gi', validRange: { min: '1Gi', step: '1Gi' } } } } }]);
const share = (memory: string) => claim('other', wants(), { allocation: { devices: { results: [{ request: 'r', driver: 'gpu.example.com', pool: 'a', device: 'wide', shareID: memory, consumedCapacity: { memory } }] } } });
const memory = (amount: string) => ({ capacity: { requests: { memory: amount } } });

test.each([
  { why: 'of a device that several may have a share is given', slices: [divisible], allocated: [share('2Gi')], devices: wants(memory('2Gi')), given: ['r=wide'] },
  { why: 'if so much is left when it is rounded up', slices: [divisible], allocated: [share('2Gi')], devices: wants(memory('2049Mi')), given: undefined },
  { why: 'who does not say how much takes what is usual', slices: [divisible], allocated: [share('3Gi')], devices: wants(), given: ['r=wide'] },
  { why: 'one request takes no device twice', slices: [divisible], devices: wants({ count: 2 }), given: undefined },
  { why: 'a device without the capacity does not do', slices: [slice(four)], devices: wants(memory('1Gi')), given: undefined },
  { why: 'the first device that matches is given', slices: [slice(four)], devices: wants(), given: ['r=g0'] },
  { why: 'what another claim has is not', slices: [slice(four)], allocated: [inUse('g0')], devices: wants(), given: ['r=g1'] },
  { why: 'as many as were asked for', slices: [slice(four)], devices: wants({ count: 3 }), given: ['r=g0', 'r=g1', 'r=g2'] },
  { why: 'or none at all', slices: [slice(four)], devices: wants({ count: 5 }), given: undefined },
  { why: 'all that match, when all are asked for', slices: [slice([{ name: 'x' }, ...four])], devices: wants({ allocationMode: 'All', selectors: [{ cel: { expression: 'device.attributes["gpu.example.com"].?numa.orValue(9) == 1' } }] }), given: ['r=g1', 'r=g3'] },
  { why: 'all of them must be free', slices: [slice(four)], allocated: [inUse('g3')], devices: wants({ allocationMode: 'All' }), given: undefined },
  { why: 'the search goes back where devices have to agree', slices: [slice(four)], allocated: [inUse('g0')], devices: { ...wants({ count: 2 }), constraints: [{ matchAttribute: 'gpu.example.com/numa' }] }, given: ['r=g1', 'r=g3'] },
  { why: 'devices that must differ do', slices: [slice(four)], devices: { ...wants({ count: 2 }), constraints: [{ distinctAttribute: 'gpu.example.com/numa' }] }, given: ['r=g0', 'r=g1'] },
  { why: 'the second choice serves where the first does not', slices: [slice(four)], devices: { requests: [{ name: 'r', firstAvailable: [{ name: 'huge', deviceClassName: 'gpu', ...model('huge') }, { name: 'big', deviceClassName: 'gpu', ...model('big') }] }] }, given: ['r/big=g0'] },
  { why: 'a tainted device is for who tolerates it', slices: [slice([{ name: 'ill', taints: [{ key: 'ill', effect: 'NoSchedule' }] }, { name: 'odd', taints: [{ key: 'odd', effect: 'None' }] }])], devices: wants(), given: ['r=odd'] },
  { why: 'an administrator gets what others have', slices: [slice(four)], allocated: [inUse('g0')], devices: wants({ adminAccess: true }), given: ['r=g0'] },
  { why: 'parts of one card share what it has', slices: [slice([], { ...shared, pool: { name: 'a', generation: 1, resourceSliceCount: 2 } }), slice([part('big', '30Gi'), part('small', '10Gi'), part('middle', '20Gi')], { pool: { name: 'a', generation: 1, resourceSliceCount: 2 } })], allocated: [inUse('big')], devices: wants(), given: ['r=small'] },
  { why: 'older slices of a pool count no more', slices: [slice([{ name: 'old' }]), slice([{ name: 'new' }], { pool: { name: 'a', generation: 2, resourceSliceCount: 1 } })], devices: wants(), given: ['r=new'] },
  { why: 'a pool whose driver is not done writing has nothing yet', slices: [slice(four, { pool: { name: 'a', generation: 1, resourceSliceCount: 2 } })], devices: wants(), given: undefined },
  { why: 'a domain that a device does not know is empty, and not there', slices: [slice([{ name: 'x' }])], devices: wants({ selectors: [{ cel: { expression: '!("other.example.com" in device.attributes) && !has(device.attributes["other.example.com"].x)' } }] }), given: ['r=x'] },
  { why: 'slices for other nodes do not either', slices: [slice(four, { nodeName: 'b' })], devices: wants(), given: undefined },
  { why: 'some are for nodes with a label', slices: [slice(four, { nodeName: undefined, nodeSelector: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['z1'] }] }] } })], devices: wants(), given: ['r=g0'] },
])('$why', ({ slices, allocated, devices, given }) => {
  const [result] = allocate([claim('own', devices)], offered(slices, allocated), node) ?? [];
  expect(result?.devices.results?.map(({ request, device }) => `${request}=${device}`)).toEqual(given);
});

test('a claim is told how its devices are set up, and where they can be used', () => {
  const own = claim('own', { ...wants(), config: [{ opaque: { driver: 'gpu.example.com', parameters: { speed: 3 } } }] });
  expect(allocate([own], offered([slice(four)]), node)).toEqual([{
    devices: {
      config: [
        { opaque: { driver: 'gpu.example.com', parameters: { mode: 'fast' } }, requests: ['r'], source: 'FromClass' },
        { opaque: { driver: 'gpu.example.com', parameters: { speed: 3 } }, source: 'FromClaim' },
      ],
      results: [{ device: 'g0', driver: 'gpu.example.com', pool: 'a', request: 'r' }],
    },
    nodeSelector: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a'] }] }] },
  }]);
});

test('an expression that cannot be asked of a device is nobody\'s verdict', () => {
  expect(() => allocate([claim('own', wants(model('big')))], offered([slice([{ name: 'bare' }])]), node)).toThrow('claim own: selector #0: CEL runtime error: no such key: model');
});

test('who wants all devices has to wait for the driver', () => {
  const slices = [slice(four, { pool: { name: 'a', generation: 1, resourceSliceCount: 2 } })];
  expect(() => allocate([claim('own', wants({ allocationMode: 'All' }))], offered(slices), node)).toThrow('claim default/own, request r: asks for all devices, but resource pool gpu.example.com/a is currently being updated');
});

test('two claims of a Pod do not get the same device', () => {
  const results = allocate([claim('one', wants()), claim('two', wants())], offered([slice(four)]), node);
  expect(results?.map(({ devices }) => devices.results?.[0]?.device)).toEqual(['g0', 'g1']);
});
