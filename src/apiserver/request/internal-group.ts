import type { AnyKind } from '../../kinds/index.ts';

/** How Go calls the package of a group's internal types. */
export function internalGroup({ group }: Pick<AnyKind, 'group'>): string {
  return group === '' ? 'core' : (group.split('.', 1)[0] ?? group);
}
