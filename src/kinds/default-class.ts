import { compareText } from '../base/index.ts';
import type { KubeObject } from './object.ts';

/** The class that those get who name none: the newest of the marked ones, of several as new the first by name. */
export function defaultClassOf<Class extends KubeObject>(classes: readonly Class[], isMarked: (candidate: Class) => boolean): Class | undefined {
  let chosen: Class | undefined;
  for (const candidate of classes) {
    if (!isMarked(candidate)) continue;
    if (!chosen || isBefore(candidate, chosen)) chosen = candidate;
  }
  return chosen;
}

function isBefore({ metadata: a }: KubeObject, { metadata: b }: KubeObject): boolean {
  return a.creationTimestamp === b.creationTimestamp ? compareText(a.name, b.name) < 0 : a.creationTimestamp > b.creationTimestamp;
}
