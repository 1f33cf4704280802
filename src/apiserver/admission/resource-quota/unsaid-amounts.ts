import { compareText } from '../../../base/index.ts';
import { computeUsage, isPodLevelResource } from '../../../kinds/index.ts';
import type { Pod } from '../../../kinds/index.ts';

/** What a quota needs every container to say. */
const needed: ReadonlySet<string> = new Set(['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']);

/** `limits.memory for: c,d; memory for: c`: which containers leave out what a quota counts; empty when none does. */
export function unsaidAmounts({ spec }: Pod, counted: readonly string[]): string {
  const wanted = counted.filter((name) => needed.has(name));
  if (wanted.length === 0) return '';
  const ofPod = computeUsage(spec.resources?.requests ?? {}, spec.resources?.limits ?? {});
  const missing = new Map<string, string[]>();
  for (const { name, resources } of [...spec.containers, ...(spec.initContainers ?? [])]) {
    const said = computeUsage(resources.requests ?? {}, resources.limits ?? {});
    for (const resource of wanted) {
      const isSaid = said[resource] !== undefined || (ofPod[resource] !== undefined && isPodLevelResource(resource.replace(/^(requests|limits)\./, '')));
      if (isSaid) continue;
      const names = missing.get(resource);
      if (names) names.push(name);
      else missing.set(resource, [name]);
    }
  }
  return [...missing.keys()].sort(compareText).map((resource) => `${resource} for: ${(missing.get(resource) ?? []).sort(compareText).join(',')}`).join('; ');
}
