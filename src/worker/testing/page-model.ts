import type { FrameDiff, Patch } from '../../protocol/index.ts';

type Row = { readonly id: string };

/** Collections that a frame patches. */
const collections = [
  'machines', 'components', 'members', 'nodes', 'pods', 'services', 'objects', 'messages', 'lost', 'events', 'requests', 'attempts',
  'roleSpans', 'segments', 'bookmarks', 'branches', 'laneSpans', 'terminals',
] as const satisfies readonly (keyof FrameDiff)[];

export type CollectionName = (typeof collections)[number];

/** What a page knows that applies each frame to what it had. */
export class PageModel {
  readonly rows = new Map<CollectionName, Map<string, Row>>(collections.map((name) => [name, new Map()]));
  /** Every row that was ever there. */
  readonly seen = new Map<CollectionName, Map<string, Row>>(collections.map((name) => [name, new Map()]));

  apply(frame: FrameDiff): void {
    for (const name of collections) {
      const rows = this.rows.get(name);
      const patch: Patch<Row> | undefined = frame[name];
      if (!rows) continue;
      if (frame.reset) rows.clear();
      for (const id of patch?.gone ?? []) rows.delete(id);
      for (const row of patch?.set ?? []) {
        rows.set(row.id, row);
        this.seen.get(name)?.set(row.id, row);
      }
    }
  }

  /** The rows in the order of their ids. */
  sorted(name: CollectionName): readonly Row[] {
    return [...(this.rows.get(name)?.values() ?? [])].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }
}
