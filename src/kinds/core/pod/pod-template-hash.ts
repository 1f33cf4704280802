// The short text that tells one revision of a Pod template from another: the label pod-template-hash.
// Upstream: pkg/controller ComputeHash (ours hashes the template's JSON, so the texts differ from Go's)

import { fnv1a, goJson, safeEncode } from '../../../base/index.ts';
import type { PodTemplateSpec } from '../../generated/types.ts';

const hashes = new WeakMap<PodTemplateSpec, number>();

/** A hash of the template in letters that form no words; `collisionCount` gives another one where the first is taken. */
export function podTemplateHash(template: PodTemplateSpec, collisionCount?: number): string {
  let hash = hashes.get(template);
  if (hash === undefined) {
    hash = fnv1a(goJson(template));
    hashes.set(template, hash);
  }
  const number = collisionCount === undefined ? hash : fnv1a(String(collisionCount), hash);
  return safeEncode(String(number).padStart(9, '0'));
}
