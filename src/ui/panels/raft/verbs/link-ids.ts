import type { EntityId } from '../../../../protocol/index.ts';

/** What stands for every wall and barrier in a menu; the world has no id for it. */
export const wallId: EntityId = 'wall/all';

/** A link between two machines, as menus name it. */
export const linkId = (from: string, to: string): EntityId => `link/${from}/${to}`;

/** The machines at the ends of a link; undefined for ids of other things. */
export function linkEnds(id: EntityId): readonly [string, string] | undefined {
  const [type, from, to] = id.split('/');
  return type === 'link' && from !== undefined && to !== undefined ? [from, to] : undefined;
}
