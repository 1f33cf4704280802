// The third stage of a write: what the cluster adds to it, and whether it may be.
// Upstream: pkg/kubeapiserver/options/plugins.go (the order of the plugins)

import type { Process } from '../../kernel/index.ts';
import { ApiError } from '../../kinds/index.ts';
import type { AnyKind, KubeObject } from '../../kinds/index.ts';
import type { Call } from '../request/call.ts';
import { recordRefusal } from '../request/refusal.ts';
import { defaultTolerationSeconds } from './default-toleration-seconds.ts';
import { namespaceLifecycle, refuseImmortal } from './namespace-lifecycle.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { priority, refuseSystemClass } from './priority.ts';
import { runtimeClass } from './runtime-class.ts';
import { serviceAccount } from './service-account.ts';
import { taintNodesByCondition } from './taint-nodes-by-condition.ts';

const plugins: readonly AdmissionPlugin[] = [
  namespaceLifecycle, serviceAccount, taintNodesByCondition, priority, defaultTolerationSeconds, runtimeClass,
];

const pluginsOf = new WeakMap<AnyKind, readonly AdmissionPlugin[]>();

function pluginsFor(kind: AnyKind): readonly AdmissionPlugin[] {
  let found = pluginsOf.get(kind);
  if (!found) pluginsOf.set(kind, (found = plugins.filter((plugin) => plugin.handles(kind))));
  return found;
}

/** Passes what is to be written through the plugins of its kind; throws the answer of the one that refuses, which tells `name`. */
export function* admit(call: Call, object: KubeObject, previous: KubeObject | undefined, name = object.metadata.name): Process<KubeObject> {
  let admitted = object;
  for (const plugin of pluginsFor(call.kind)) {
    try {
      admitted = yield* plugin.admit({ call, name, object: admitted, previous });
    } catch (error) {
      if (error instanceof ApiError) recordRefusal(call, `admission ${plugin.name}`, error);
      throw error;
    }
  }
  return admitted;
}

/** Throws the answer when something may not be deleted. */
export function admitDelete(call: Call, name: string): void {
  try {
    refuseImmortal(call, name);
    refuseSystemClass(call, name);
  } catch (error) {
    if (error instanceof ApiError) recordRefusal(call, 'admission', error);
    throw error;
  }
}
