import { describe, expect, test } from 'vitest';
import type { ContainerInput, PodSpec, PodSpecInput } from '../../generated/types.ts';
import { podTemplateHash } from './pod-template-hash.ts';
import { podLimits, podRequests, qosClassOf } from './pod-resources.ts';
import { podSpecDefaults, podTemplateDefaults } from './pod-spec-defaults.ts';

const asking = (cpu: string, memory: string, more: Partial<ContainerInput> = {}): ContainerInput => ({
  name: 'c', image: 'nginx', resources: { requests: { cpu, memory } }, ...more,
});
const specOf = (input: Partial<PodSpecInput>): PodSpec => podSpecDefaults({ containers: [], ...input });
const mi = 1024 * 1024;

describe('what a Pod requests', () => {
  test.each<{ why: string; spec: Partial<PodSpecInput>; requests: Readonly<Record<string, number>> }>([
    { why: 'nothing, where nothing is said', spec: { containers: [{ name: 'c', image: 'nginx' }] }, requests: {} },
    { why: 'all its containers together', spec: { containers: [asking('100m', '64Mi'), asking('1', '1Mi')] }, requests: { cpu: 1100, memory: 65 * mi } },
    {
      why: 'as much as its hungriest init container, where that is more',
      spec: { containers: [asking('100m', '64Mi')], initContainers: [asking('500m', '1Mi'), asking('200m', '2Mi')] },
      requests: { cpu: 500, memory: 64 * mi },
    },
    {
      why: 'sidecars beside the containers, and beside the init containers after them',
      spec: {
        containers: [asking('100m', '64Mi')],
        initContainers: [asking('200m', '10Mi', { restartPolicy: 'Always' }), asking('500m', '1Mi')],
      },
      requests: { cpu: 700, memory: 74 * mi },
    },
    { why: 'what running it costs as well', spec: { containers: [asking('100m', '64Mi')], overhead: { cpu: '50m' } }, requests: { cpu: 150, memory: 64 * mi } },
    { why: 'what is said for the whole Pod', spec: { containers: [asking('100m', '64Mi')], resources: { requests: { cpu: '2' } } }, requests: { cpu: 2000, memory: 64 * mi } },
  ])('is $why', ({ spec, requests }) => {
    expect(podRequests({ spec: specOf(spec) })).toEqual(requests);
  });

  test('overhead makes no limit where there is none', () => {
    const limited: ContainerInput = { name: 'c', image: 'nginx', resources: { limits: { memory: '1Mi' } } };
    expect(podLimits({ spec: specOf({ containers: [limited], overhead: { cpu: '1', memory: '1Mi' } }) })).toEqual({ memory: 2 * mi });
  });
});

test.each<{ why: string; resources: NonNullable<ContainerInput['resources']>; qosClass: string }>([
  { why: 'nothing said', resources: {}, qosClass: 'BestEffort' },
  { why: 'only a request', resources: { requests: { cpu: '1' } }, qosClass: 'Burstable' },
  { why: 'one of two limits', resources: { limits: { cpu: '1' } }, qosClass: 'Burstable' },
  { why: 'both limits', resources: { limits: { cpu: '1', memory: '1Gi' } }, qosClass: 'Guaranteed' },
  { why: 'both limits but a smaller request', resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m' } }, qosClass: 'Burstable' },
  { why: 'only other resources', resources: { limits: { 'example.com/gpu': '1' } }, qosClass: 'BestEffort' },
])('$why makes a Pod $qosClass', ({ resources, qosClass }) => {
  expect(qosClassOf(specOf({ containers: [{ name: 'c', image: 'nginx', resources }] }))).toBe(qosClass);
});

test('the hash of a template tells templates and collisions apart, and nothing else', () => {
  const template = (image: string) => podTemplateDefaults({ spec: { containers: [{ name: 'c', image }] } });
  const hashes = [podTemplateHash(template('a')), podTemplateHash(template('a')), podTemplateHash(template('b')), podTemplateHash(template('a'), 1)];
  expect(hashes[0]).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{9,10}$/);
  expect([hashes[0] === hashes[1], new Set(hashes).size]).toEqual([true, 3]);
});
