// A Pod may name the runtime that is to run it; what that costs is added to the Pod.
// Upstream: plugin/pkg/admission/runtimeclass

import { isObject } from '../../base/index.ts';
import type { Pod, Quantity } from '../../kinds/index.ts';
import { lookUp } from './lookup.ts';
import { isCreation, isPodKind, refusal } from './plugin.ts';
import type { AdmissionPlugin } from './plugin.ts';
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
    if (!found) throw refusal(write, `pod rejected: RuntimeClass "${wanted}" not found`);
    const fields: Readonly<Record<string, unknown>> = { ...found };
    const overhead = isObject(fields['overhead']) ? quantitiesIn(fields['overhead']['podFixed']) : undefined;
    return overhead && withOverhead(object, overhead);
  },
};

function withOverhead(pod: Pod, overhead: Readonly<Record<string, Quantity>>): Pod {
  return { ...pod, spec: { ...pod.spec, overhead } };
}

function quantitiesIn(value: unknown): Readonly<Record<string, Quantity>> | undefined {
  if (!isObject(value)) return undefined;
  const quantities: Record<string, Quantity> = {};
  for (const [resource, amount] of Object.entries(value)) if (typeof amount === 'string') quantities[resource] = amount;
  return quantities;
}
