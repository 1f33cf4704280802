// Pods stay five minutes on a node that is lost, unless they say otherwise.
// Upstream: plugin/pkg/admission/defaulttolerationseconds

import { withFields } from '../../base/index.ts';
import type { Toleration } from '../../kinds/index.ts';
import { isObjectWrite, isPodKind } from './plugin.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { isPod } from './service-account.ts';

const seconds = 300; // kube-apiserver --default-not-ready-toleration-seconds, --default-unreachable-toleration-seconds

const added: readonly Toleration[] = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map((key) => ({
  effect: 'NoExecute', key, operator: 'Exists', tolerationSeconds: seconds,
}));

export const defaultTolerationSeconds: AdmissionPlugin = {
  name: 'DefaultTolerationSeconds',
  handles: (target) => isPodKind(target.kind) && isObjectWrite(target),
  *mutate({ object }) {
    if (!object || !isPod(object)) return undefined;
    const tolerations = object.spec.tolerations ?? [];
    const missing = tolerations.length === 0 ? added : added.filter(({ key }) => !tolerations.some((toleration) => covers(toleration, key)));
    if (missing.length === 0) return undefined;
    return withFields(object, { spec: withFields(object.spec, { tolerations: tolerations.length === 0 ? missing : [...tolerations, ...missing] }) });
  },
};

function covers(toleration: Toleration, key: string | undefined): boolean {
  const hasKey = toleration.key === key || !toleration.key;
  return hasKey && (toleration.effect === 'NoExecute' || !toleration.effect);
}
