import type { KubeObject } from '../../kinds/index.ts';

/** Which objects of a kind a list or a watch is about. Absent parts let everything pass. */
export interface Selection {
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  /** The value of the kind's indexed field (a Pod's node), when it is asked for by equality. */
  readonly indexed: string | undefined;
  /** Labels and fields beyond namespace, name and the indexed field. */
  readonly matches: ((object: KubeObject) => boolean) | undefined;
}

/** Every object of a kind. */
export const everything: Selection = { namespace: undefined, name: undefined, indexed: undefined, matches: undefined };

/** Reads the field of an object that watchers are indexed by. */
export type IndexedField = (object: KubeObject) => string;

/** Whether an object is in the selection. */
export function isSelected(object: KubeObject, selection: Selection, indexedField: IndexedField | undefined): boolean {
  const { namespace, name, indexed, matches } = selection;
  if (namespace !== undefined && object.metadata.namespace !== namespace) return false;
  if (name !== undefined && object.metadata.name !== name) return false;
  if (indexed !== undefined && indexedField?.(object) !== indexed) return false;
  return matches === undefined || matches(object);
}
