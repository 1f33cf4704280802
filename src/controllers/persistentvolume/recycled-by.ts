import type { Pod } from '../../kinds/index.ts';

/** Where Pods are that empty volumes, and how their names begin. */
export const namespace = 'default';
export const prefix = 'recycler-for-';

/** The volume that a Pod empties; undefined for any other Pod. */
export function recycledBy({ metadata }: Pod): string | undefined {
  return metadata.namespace === namespace && metadata.name.startsWith(prefix) ? metadata.name.slice(prefix.length) : undefined;
}
