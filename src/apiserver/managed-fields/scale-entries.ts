// Who manages the replicas, as a Scale tells it: a Scale has managers of its own, who are found among those of the object before
// a write, and put back after it.
// Upstream: k8s.io/apimachinery util/managedfields/scalehandler.go

import { difference, fieldModelOf, fieldPaths, intersection, isEntryOf, sortedEntries } from '../../kinds/index.ts';
import type { Account, FieldSet, ManagerEntries, ManagerEntry } from '../../kinds/index.ts';
import type { Call } from '../request/call.ts';

/** The full name of the type. */
export const scaleDefinition = 'io.k8s.api.autoscaling.v1.Scale';
export const scaleVersion = 'autoscaling/v1';

/** How a Scale is written. */
export const scaleAccount = (): Account => ({ model: fieldModelOf(scaleDefinition), version: () => undefined, ignored: undefined });

const replicas = fieldPaths('spec.replicas') as ManagerEntry['fieldsV1']; // of one path

/** Where the replicas stand in objects of a version; undefined for versions that there are no more. */
function pathIn({ server, kind }: Call, apiVersion: string): FieldSet | undefined {
  const { scale } = server.kinds.byKind(apiVersion, kind.kind) ?? {};
  return scale && fieldPaths((scale.path ?? '.spec.replicas').slice(1));
}

/** The managers of a Scale: those of the object who have the replicas. */
export function scaleEntries(call: Call, entries: ManagerEntries): ManagerEntries {
  return entries.flatMap((entry) => {
    const path = pathIn(call, entry.apiVersion);
    return path && intersection(entry.fieldsV1, path) ? [{ ...entry, apiVersion: scaleVersion, fieldsV1: replicas }] : [];
  });
}

/**
 * The managers of the object after a write of its Scale. Who has the replicas in the Scale is put among them without a date, in
 * the version of the request; of those who had them before, only who applies is known again, the others lose them.
 */
export function entriesAfterScale(call: Call, before: ManagerEntries, ofScale: ManagerEntries): ManagerEntries {
  let added = ofScale.filter(({ fieldsV1 }) => intersection(fieldsV1, replicas));
  const kept = before.flatMap((entry) => {
    const path = pathIn(call, entry.apiVersion);
    if (!path || !intersection(entry.fieldsV1, path)) return [entry];
    const same = entry.operation === 'Apply' && added.find((each) => isEntryOf(each, entry));
    if (same) {
      added = added.filter((each) => each !== same);
      return [entry];
    }
    const left = difference(entry.fieldsV1, path);
    return left ? [{ ...entry, fieldsV1: left as ManagerEntry['fieldsV1'] }] : []; // a set is JSON
  });
  const { apiVersion } = call.spoken;
  const fieldsV1 = pathIn(call, apiVersion) as ManagerEntry['fieldsV1']; // it has a Scale
  return sortedEntries([...kept, ...added.map(({ time: _, ...entry }) => ({ ...entry, apiVersion, fieldsV1 }))]);
}
