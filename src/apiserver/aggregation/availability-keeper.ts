// Who serves which group: APIServices say in their status whether what they name answers, and the server passes on what is asked of it.
// Upstream: k8s.io/kube-aggregator pkg/controllers/status (local, remote), pkg/apiserver/apiservice_controller.go

import { deepEqual, formatTime } from '../../base/index.ts';
import { race, sleep, timeout } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, apiServiceKind, endpointSliceKind, findCondition, serviceKind } from '../../kinds/index.ts';
import type { AnyKind, APIService, APIServiceCondition, KubeInput } from '../../kinds/index.ts';
import { cachedObjects } from '../cache/lookup.ts';
import { callFor } from '../bootstrap/own-call.ts';
import { ChangeNote } from '../cache/change-note.ts';
import { availabilityOf } from '../later.ts';
import { limits } from '../limits.ts';
import type { ServerContext } from '../server-context.ts';
import { StorageError } from '../storage/storage.ts';
import { replaceObject } from '../verbs/replace-object.ts';
import type { AggregatedVersion } from './aggregated-services.ts';

// What is stored as an APIService is one.
const kind = apiServiceKind as unknown as AnyKind;
const behind = [serviceKind, endpointSliceKind] as unknown as readonly AnyKind[];

/** Looks after all APIServices, for ever: woken when they change and, while one names a Service, when what stands behind changes. */
export function* keepAvailability(server: ServerContext): Process<never> {
  yield* server.cache.waitUntilReady();
  const own = new ChangeNote('a change of APIServices');
  const others = behind.map((each) => ({ kind: each, note: new ChangeNote(`a change of ${each.plural}`) }));
  for (;;) {
    listen(server, kind, own);
    const isAggregating = cachedObjects(server, apiServiceKind, undefined).some(({ spec }) => spec.service);
    for (const each of others) {
      if (isAggregating) listen(server, each.kind, each.note);
      else server.cache.of(each.kind).watchers.remove(each.note);
    }
    const isSettled = server.isBootstrapped() && (yield* tryAll(server));
    if (!server.isBootstrapped()) yield* sleep(limits.bootstrapRetryMs);
    else if (!own.isNew && !(isAggregating && others.some(({ note }) => note.isNew))) {
      const changes = [own.changed, ...(isAggregating ? others.map(({ note }) => note.changed) : [])];
      yield* race(isSettled ? changes : [...changes, timeout(limits.availabilityMs)]);
    }
  }
}

function listen(server: ServerContext, of: AnyKind, note: ChangeNote): void {
  const { watchers } = server.cache.of(of);
  watchers.remove(note);
  watchers.add(note);
  note.isNew = false;
}

/** Whether there is nothing to look at again before something changes. */
function* tryAll(server: ServerContext): Process<boolean> {
  const services = cachedObjects(server, apiServiceKind, undefined);
  const versions: AggregatedVersion[] = [];
  try {
    for (const apiService of services) {
      const { metadata: { name }, spec: { service, group = '', version = '', groupPriorityMinimum, versionPriority } } = apiService;
      if (!service) {
        if (findCondition(apiService.status.conditions, 'Available')?.reason !== local.reason) yield* tell(server, apiService, local);
        continue;
      }
      const place = { group, version, service: { namespace: service.namespace ?? '', name: service.name ?? '', port: service.port ?? 443 } };
      const { condition, resources } = yield* availabilityOf(server, place);
      versions.push({ name, ...place, groupPriority: groupPriorityMinimum, versionPriority, isAvailable: condition.status === 'True', resources });
      yield* tell(server, apiService, condition);
    }
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof StorageError)) throw error;
    return false;
  }
  if (!deepEqual(versions, server.aggregated.versions)) server.aggregated.replace(versions, prioritiesOf(services));
  return versions.length === 0;
}

function prioritiesOf(services: readonly APIService[]): ReadonlyMap<string, number> {
  const priorities = new Map<string, number>();
  for (const { spec: { group = '', groupPriorityMinimum } } of services) priorities.set(group, Math.max(priorities.get(group) ?? 0, groupPriorityMinimum));
  return priorities;
}

const local: APIServiceCondition = { type: 'Available', status: 'True', reason: 'Local', message: 'Local APIServices are always available' };

function* tell(server: ServerContext, { metadata: { name }, status: { conditions } }: APIService, condition: APIServiceCondition): Process {
  const known = findCondition(conditions, 'Available');
  const isSame = known !== undefined && known.status === condition.status;
  if (isSame && known.reason === condition.reason && known.message === condition.message) return;
  const { type, status, ...why } = condition;
  const lastTransitionTime = (isSame && known.lastTransitionTime) || formatTime(server.kernel.wallMs);
  const told = { conditions: [{ type, status, lastTransitionTime, ...why }] };
  const call = callFor(server, kind, undefined, name);
  const update = { ...call, request: { ...call.request, verb: 'update' as const, subresource: 'status' } };
  try {
    yield* replaceObject(update, (current) => ({ input: { ...current, status: told } as KubeInput }));
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
  }
}
