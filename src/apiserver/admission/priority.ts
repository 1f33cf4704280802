// The name of a priority class becomes a number in the Pod.
// Upstream: plugin/pkg/admission/priority

import { withFields } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { systemPriorities } from '../../kinds/index.ts';
import type { KubeObject, Pod, PriorityClass } from '../../kinds/index.ts';
import type { ServerContext } from '../server-context.ts';
import { everything } from '../cache/selection.ts';
import { lookUp } from '../cache/lookup.ts';
import { isObjectWrite, isPodKind, refusal } from './plugin.ts';
import type { AdmissionPlugin, Write } from './plugin.ts';
import { isPod } from './service-account.ts';

const apiVersion = 'scheduling.k8s.io/v1';

function isPriorityClass(object: KubeObject): object is PriorityClass {
  return object.kind === 'PriorityClass' && object.apiVersion === apiVersion;
}

export const priority: AdmissionPlugin = {
  name: 'Priority',
  handles: (target) => (isPodKind(target.kind) ? isObjectWrite(target) : target.kind.kind === 'PriorityClass' && target.subresource === undefined),
  *mutate(write) {
    const { object, previous } = write;
    if (!object || !isPod(object)) return undefined;
    return previous ? withFormerPriority(object, previous) : yield* withPriority(write, object);
  },
  *validate(write) {
    if (write.operation === 'DELETE') refuseSystemClass(write);
    else if (write.object && isPriorityClass(write.object)) refuseSecondDefault(write, write.object);
  },
};

function* withPriority(write: Write, pod: Pod): Process<Pod> {
  const { spec } = pod;
  const { server } = write.call;
  const wanted = spec.priorityClassName ?? '';
  const found = wanted === '' ? defaultClass(server) : yield* lookUp(server, { apiVersion, kind: 'PriorityClass', name: wanted });
  if (wanted !== '' && !found) throw refusal(write, `no PriorityClass with name ${wanted} was found`);
  const chosen = found && isPriorityClass(found) ? found : undefined;
  const value = chosen?.value ?? 0;
  const policy = chosen?.preemptionPolicy ?? 'PreemptLowerPriority';
  const computed = 'from the given PriorityClass name';
  if (spec.priority !== undefined && spec.priority !== value) {
    throw refusal(write,
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} ${computed}`);
  }
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== policy) {
    throw refusal(write,
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${policy} ${computed}`);
  }
  const className = chosen?.metadata.name ?? wanted;
  const decided = withFields(spec, { priority: value, preemptionPolicy: policy });
  return withFields(pod, { spec: className === '' ? decided : withFields(decided, { priorityClassName: className }) });
}

/** A whole Pod written again may leave out what admission had filled in. */
function withFormerPriority(pod: Pod, previous: KubeObject): Pod {
  if (!isPod(previous)) return pod;
  const { priority: value, preemptionPolicy } = previous.spec;
  const keepsValue = pod.spec.priority === undefined && value !== undefined;
  const keepsPolicy = pod.spec.preemptionPolicy === undefined && preemptionPolicy !== undefined;
  if (!keepsValue && !keepsPolicy) return pod;
  return { ...pod, spec: { ...pod.spec, ...(keepsValue ? { priority: value } : {}), ...(keepsPolicy ? { preemptionPolicy } : {}) } };
}

/** The class that Pods without one get; of several the one with the smallest value. */
function defaultClass(server: ServerContext): PriorityClass | undefined {
  let chosen: PriorityClass | undefined;
  const kind = server.kinds.byKind(apiVersion, 'PriorityClass');
  if (!kind) return undefined;
  for (const object of server.cache.of(kind).list(everything)) {
    if (!isPriorityClass(object) || object.globalDefault !== true) continue;
    if (!chosen || object.value < chosen.value) chosen = object;
  }
  return chosen;
}

/** Throws the answer to deleting a class that the system's own Pods are of. */
function refuseSystemClass(write: Write): void {
  if (systemPriorities.has(write.name)) throw refusal(write, 'this is a system priority class and cannot be deleted');
}

function refuseSecondDefault(write: Write, object: PriorityClass): void {
  if (object.globalDefault !== true) return;
  const present = defaultClass(write.call.server);
  if (!present || present.metadata.name === object.metadata.name) return;
  throw refusal(write, `PriorityClass ${present.metadata.name} is already marked as default. Only one default can exist`);
}
