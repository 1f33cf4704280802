// What holds of the API server whatever is written, of several kinds and versions, through which subresource or verb, selected or not, also after history was forgotten: a watch
// continues a list, and pages are one list. PROPERTY_RUNS says how often it is tried, PROPERTY_SEED how.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { apiVersionOf } from '../../kinds/index.ts';
import type { KubeObject, ObjectList, RequestOptions, ResourceRequest, Status, WatchEvent } from '../../kinds/index.ts';
import { ApiWorld } from './api-world.ts';

const runs = Number(process.env['PROPERTY_RUNS'] ?? '20');
const seed = Number(process.env['PROPERTY_SEED'] ?? '7');

const container = { name: 'web', image: 'nginx' };

/** Objects of one sort as one version of the API has them. */
interface Sort {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  /** What of an object a number is written into. */
  readonly content: (number: number) => object;
  /** The same of its status. */
  readonly status?: (number: number) => object;
  readonly hasScale?: boolean;
}

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } };
const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const about = { kind: 'Pod', name: 'p', namespace: 'default' };
const sorts: readonly Sort[] = [
  { group: '', version: 'v1', resource: 'configmaps', kind: 'ConfigMap', content: (number) => ({ data: { x: String(number) } }) },
  { group: '', version: 'v1', resource: 'secrets', kind: 'Secret', content: (number) => ({ stringData: { x: String(number) } }) },
  {
    group: 'apps', version: 'v1', resource: 'deployments', kind: 'Deployment', hasScale: true,
    content: (replicas) => ({ spec: { replicas, selector: { matchLabels: { app: 'web' } }, template } }), status: (observedGeneration) => ({ observedGeneration }),
  },
  { group: 'scheduling.k8s.io', version: 'v1', resource: 'priorityclasses', kind: 'PriorityClass', content: (number) => ({ value: 7, description: String(number) }) },
  {
    group: 'autoscaling', version: 'v1', resource: 'horizontalpodautoscalers', kind: 'HorizontalPodAutoscaler',
    content: (number) => ({ spec: { scaleTargetRef, maxReplicas: number + 1 } }), status: (number) => ({ currentReplicas: number, desiredReplicas: number }),
  },
  {
    group: 'autoscaling', version: 'v2', resource: 'horizontalpodautoscalers', kind: 'HorizontalPodAutoscaler',
    content: (number) => ({ spec: { scaleTargetRef, maxReplicas: number + 1, behavior: { scaleDown: { stabilizationWindowSeconds: number } } } }),
    status: (number) => ({ currentReplicas: number, desiredReplicas: number }),
  },
  { group: '', version: 'v1', resource: 'events', kind: 'Event', content: (count) => ({ involvedObject: about, count }) },
  {
    group: 'events.k8s.io', version: 'v1', resource: 'events', kind: 'Event',
    content: (number) => ({ regarding: about, eventTime: '2026-01-01T00:00:00.000000Z', reportingController: 'example.com/c', reportingInstance: 'i', action: 'A', reason: 'R', type: 'Normal', note: String(number) }),
  },
];

const deed = fc.record({
  verb: fc.constantFrom('create', 'create', 'update', 'update', 'patch', 'apply', 'status', 'scale', 'delete', 'look', 'look', 'look', 'forget'),
  sort: fc.constantFrom(...sorts),
  name: fc.constantFrom('a', 'b', 'c'),
  number: fc.nat(5),
  marks: fc.constantFrom({}, { app: 'web' }, { app: 'db' }),
  labelSelector: fc.constantFrom('', '', 'app=web', 'app!=web', '!app'),
  limit: fc.integer({ min: 1, max: 3 }),
});

type Deed = typeof deed extends fc.Arbitrary<infer One> ? One : never;

/** What a client that asks for the first page, and for all at the same time, was told. */
interface Look {
  readonly sort: Sort;
  readonly selects: RequestOptions;
  readonly limit: number;
  readonly revision: number;
  readonly items: readonly KubeObject[];
  readonly first: ObjectList;
}

it('a list and a watch from its revision together are the list of now, and pages are one list', () => {
  const seen = { looks: 0, events: 0, pages: 0, tooOld: 0 };
  const written = new Map<string, number>();
  fc.assert(fc.property(fc.array(deed, { minLength: 40, maxLength: 90 }), (deeds) => {
    const world = new ApiWorld();
    const looks: Look[] = [];
    let forgotten = 0;
    for (const each of deeds) {
      const { verb, sort, labelSelector, limit } = each;
      const { resource } = sort;
      const selects = labelSelector === '' ? {} : { labelSelector };
      if (verb === 'forget') world.storage.compact((forgotten = world.run(world.storage.currentRevision())));
      else if (verb === 'look') {
        const { items, metadata } = world.ask('list', resource, { ...placeOf(sort), options: selects }).body as ObjectList;
        const first = world.ask('list', resource, { ...placeOf(sort), options: { ...selects, limit } }).body as ObjectList;
        looks.push({ sort, selects, limit, revision: Number(metadata.resourceVersion), items, first });
      } else if (write(world, each) < 300) {
        const what = `${verb} ${sort.group}/${sort.version} ${resource}`;
        written.set(what, (written.get(what) ?? 0) + 1);
      }
    }
    for (const look of looks) {
      const { sort, selects, revision, items } = look;
      const { resource } = sort;
      seen.looks++;
      const now = (world.ask('list', resource, { ...placeOf(sort), options: selects }).body as ObjectList).items;
      const exact = world.ask('list', resource, { ...placeOf(sort), options: { ...selects, resourceVersion: String(revision), resourceVersionMatch: 'Exact' } });
      if (revision < forgotten) expect((exact.body as Status).message).toBe('The resourceVersion for the provided list is too old.');
      else expect((exact.body as ObjectList).items).toEqual(items);
      const events = world.watch(resource, { ...placeOf(sort), options: { ...selects, resourceVersion: String(revision) } }).events();
      seen.events += events.length;
      expect(afterEvents(items, events)).toEqual(now);
      for (const { object } of events) expect(object).toMatchObject({ apiVersion: apiVersionOf(sort), kind: sort.kind });
      const rest = restOf(world, look);
      seen.pages += rest.pages;
      if (rest.isTooOld) seen.tooOld++;
      // Too old to go on as it began, it goes on with what there is now behind the last that was told.
      const last = look.first.items.at(-1)?.metadata.name ?? '';
      expect([...look.first.items, ...rest.items]).toEqual(rest.isTooOld ? [...look.first.items, ...now.filter(({ metadata }) => metadata.name > last)] : items);
      expect(rest.isTooOld).toBe(look.first.metadata.continue !== undefined && Number(look.first.metadata.resourceVersion) < forgotten);
    }
  }), { numRuns: runs, seed });
  expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(runs / 5);
  // Every sort was made, replaced, patched, applied and deleted; those that have a status or a scale were written through it.
  const wanted = sorts.flatMap((sort) => ['create', 'update', 'patch', 'apply', 'delete', ...(sort.status ? ['status'] : []), ...(sort.hasScale ? ['scale'] : [])].map((verb) => `${verb} ${sort.group}/${sort.version} ${sort.resource}`));
  expect(wanted.filter((what) => !written.has(what))).toEqual([]);
}, 3_600_000);

const placeOf = ({ group, version }: Sort): Pick<ResourceRequest, 'group' | 'version'> => ({ group, version });

/** Does one of the deeds that write; gives the status code. */
function write(world: ApiWorld, { verb, sort, name, number, marks }: Deed): number {
  const { resource, kind, content, status } = sort;
  const type = { apiVersion: apiVersionOf(sort), kind };
  const body = { ...type, metadata: { name, labels: marks }, ...content(number) };
  const one = { ...placeOf(sort), name };
  switch (verb) {
    case 'create': return world.ask('create', resource, { ...placeOf(sort), body }).code;
    case 'update': return world.ask('update', resource, { ...one, body }).code;
    case 'delete': return world.ask('delete', resource, one).code;
    case 'patch': return world.ask('patch', resource, { ...one, patchType: 'merge', body: { metadata: { labels: { ...marks, patched: String(number) } } } }).code;
    case 'apply': return world.ask('patch', resource, { ...one, patchType: 'apply', body, options: { fieldManager: 'me', force: true } }).code;
    case 'scale': return world.ask('patch', resource, { ...one, subresource: 'scale', patchType: 'merge', body: { spec: { replicas: number } } }).code;
    case 'status': return status ? world.ask('patch', resource, { ...one, subresource: 'status', patchType: 'merge', body: { status: status(number) } }).code : 404;
    default: throw new Error(verb);
  }
}

/** What comes behind the first page. */
function restOf(world: ApiWorld, { sort, selects, limit, first }: Look): { readonly items: readonly KubeObject[]; readonly pages: number; readonly isTooOld: boolean } {
  const items: KubeObject[] = [];
  let pages = 1;
  let isTooOld = false;
  for (let token = first.metadata.continue; token !== undefined; pages++) {
    const { code, body } = world.ask('list', sort.resource, { ...placeOf(sort), options: { ...selects, limit, continue: token } });
    if (code === 410) {
      isTooOld = true;
      token = (body as Status).metadata['continue'] as string;
    } else {
      items.push(...(body as ObjectList).items);
      token = (body as ObjectList).metadata.continue;
    }
  }
  return { items, pages, isTooOld };
}

function afterEvents(items: readonly KubeObject[], events: readonly WatchEvent[]): readonly KubeObject[] {
  const objects = new Map(items.map((item) => [item.metadata.name, item]));
  for (const event of events) {
    if (event.type === 'DELETED') objects.delete(event.object.metadata.name);
    else if (event.type === 'ADDED' || event.type === 'MODIFIED') objects.set(event.object.metadata.name, event.object);
    else throw new Error(JSON.stringify(event));
  }
  return [...objects.values()].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}
