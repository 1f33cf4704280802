// A Pod may name the runtime that is to run it: what that costs is added to the Pod, and where it is there the Pod may go.
// Upstream: plugin/pkg/admission/runtimeclass

import { compareText, deepEqual, withFields } from '../../base/index.ts';
import type { KubeObject, Pod, RuntimeClass, Toleration } from '../../kinds/index.ts';
import { coversToleration } from '../../kinds/index.ts';
import { lookUp } from '../cache/lookup.ts';
import { isCreation, isPodKind, refusal } from './plugin.ts';
import type { AdmissionPlugin, Write } from './plugin.ts';
import { isPod } from './service-account.ts';

export const runtimeClass: AdmissionPlugin = {
  name: 'RuntimeClass',
  handles: (target) => isPodKind(target.kind) && isCreation(target),
  *mutate(write) {
    const { call, object } = write;
    if (!object || !isPod(object)) return undefined;
    const wanted = object.spec.runtimeClassName;
    if (!wanted) return undefined;
    const found = yield* lookUp(call.server, { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', name: wanted });
    if (!found || !isRuntimeClass(found)) throw refusal(write, `pod rejected: RuntimeClass "${wanted}" not found`);
    return scheduled(write, withOverhead(write, object, found), found);
  },
  *validate(write) {
    const { object } = write;
    if (!object || !isPod(object) || object.spec.runtimeClassName || !object.spec.overhead) return;
    throw refusal(write, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
  },
};

function isRuntimeClass(object: KubeObject): object is RuntimeClass {
  return object.kind === 'RuntimeClass';
}

function withOverhead(write: Write, pod: Pod, { overhead }: RuntimeClass): Pod {
  const given = pod.spec.overhead ?? {};
  const own = overhead?.podFixed;
  if (Object.keys(given).length > 0 && !deepEqual(given, own ?? {})) throw refusal(write, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
  return own ? withFields(pod, { spec: withFields(pod.spec, { overhead: own }) }) : pod;
}

/** The Pod with the labels that its node must have for the class, and with what the class tolerates. */
function scheduled(write: Write, pod: Pod, { scheduling }: RuntimeClass): Pod {
  if (!scheduling) return pod;
  const { nodeSelector = {}, tolerations = [] } = scheduling;
  const wanted = pod.spec.nodeSelector ?? {};
  for (const key of Object.keys(nodeSelector).sort(compareText)) {
    if (wanted[key] === undefined || wanted[key] === nodeSelector[key]) continue;
    throw refusal(write, `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${nodeSelector[key]}; pod.spec.nodeSelector[${key}] = ${wanted[key]}`);
  }
  const selector = { ...wanted, ...nodeSelector };
  let spec = Object.keys(selector).length > 0 ? withFields(pod.spec, { nodeSelector: selector }) : pod.spec;
  if (tolerations.length > 0) spec = withFields(spec, { tolerations: merged([...(spec.tolerations ?? []), ...tolerations]) });
  return withFields(pod, { spec });
}

/** Without those that another one covers; of equal ones the first stays. */
function merged(tolerations: readonly Toleration[]): readonly Toleration[] {
  return tolerations.filter((toleration, index) => !tolerations.some((other, place) =>
    place !== index && coversToleration(other, toleration) && (place < index || !coversToleration(toleration, other))));
}
