// What holds of the API server whatever is written, of several kinds, selected or not, also after history was forgotten: a watch
// continues a list, and pages are one list. PROPERTY_RUNS says how often it is tried, PROPERTY_SEED how.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { KubeObject, ObjectList, RequestOptions, Status, WatchEvent } from '../../kinds/index.ts';
import { ApiWorld } from './api-world.ts';

const runs = Number(process.env['PROPERTY_RUNS'] ?? '20');
const seed = Number(process.env['PROPERTY_SEED'] ?? '7');

const container = { name: 'web', image: 'nginx' };
/** What of an object of each resource a number is written into. */
const contents: Readonly<Record<string, { readonly apiVersion: string; readonly kind: string; readonly content: (number: number) => object }>> = {
  configmaps: { apiVersion: 'v1', kind: 'ConfigMap', content: (number) => ({ data: { x: String(number) } }) },
  secrets: { apiVersion: 'v1', kind: 'Secret', content: (number) => ({ stringData: { x: String(number) } }) },
  deployments: { apiVersion: 'apps/v1', kind: 'Deployment', content: (replicas) => ({ spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } } } }) },
  priorityclasses: { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', content: (number) => ({ value: 7, description: String(number) }) },
};

const deed = fc.record({
  verb: fc.constantFrom('create', 'create', 'update', 'update', 'delete', 'look', 'look', 'forget'),
  resource: fc.constantFrom(...Object.keys(contents)),
  name: fc.constantFrom('a', 'b', 'c', 'd'),
  number: fc.nat(5),
  marks: fc.constantFrom({}, { app: 'web' }, { app: 'db' }),
  labelSelector: fc.constantFrom('', '', 'app=web', 'app!=web', '!app'),
  limit: fc.integer({ min: 1, max: 3 }),
});

/** What a client that asks for the first page, and for all at the same time, was told. */
interface Look {
  readonly resource: string;
  readonly selects: RequestOptions;
  readonly limit: number;
  readonly revision: number;
  readonly items: readonly KubeObject[];
  readonly first: ObjectList;
}

it('a list and a watch from its revision together are the list of now, and pages are one list', () => {
  const seen = { looks: 0, events: 0, pages: 0, tooOld: 0 };
  fc.assert(fc.property(fc.array(deed, { minLength: 30, maxLength: 70 }), (deeds) => {
    const world = new ApiWorld();
    const looks: Look[] = [];
    let forgotten = 0;
    for (const { verb, resource, name, number, marks, labelSelector, limit } of deeds) {
      const { content, ...type } = contents[resource] as (typeof contents)[string];
      const body = { ...type, metadata: { name, labels: marks }, ...content(number) };
      const selects = labelSelector === '' ? {} : { labelSelector };
      if (verb === 'create') world.ask('create', resource, { body });
      else if (verb === 'update') world.ask('update', resource, { name, body });
      else if (verb === 'delete') world.ask('delete', resource, { name });
      else if (verb === 'forget') world.storage.compact((forgotten = world.run(world.storage.currentRevision())));
      else {
        const { items, metadata } = world.ask('list', resource, { options: selects }).body as ObjectList;
        const first = world.ask('list', resource, { options: { ...selects, limit } }).body as ObjectList;
        looks.push({ resource, selects, limit, revision: Number(metadata.resourceVersion), items, first });
      }
    }
    for (const look of looks) {
      const { resource, selects, revision, items } = look;
      seen.looks++;
      const now = (world.ask('list', resource, { options: selects }).body as ObjectList).items;
      const exact = world.ask('list', resource, { options: { ...selects, resourceVersion: String(revision), resourceVersionMatch: 'Exact' } });
      if (revision < forgotten) expect((exact.body as Status).message).toBe('The resourceVersion for the provided list is too old.');
      else expect((exact.body as ObjectList).items).toEqual(items);
      const events = world.watch(resource, { options: { ...selects, resourceVersion: String(revision) } }).events();
      seen.events += events.length;
      expect(afterEvents(items, events)).toEqual(now);
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
}, 3_600_000);

/** What comes behind the first page. */
function restOf(world: ApiWorld, { resource, selects, limit, first }: Look): { readonly items: readonly KubeObject[]; readonly pages: number; readonly isTooOld: boolean } {
  const items: KubeObject[] = [];
  let pages = 1;
  let isTooOld = false;
  for (let token = first.metadata.continue; token !== undefined; pages++) {
    const { code, body } = world.ask('list', resource, { options: { ...selects, limit, continue: token } });
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
