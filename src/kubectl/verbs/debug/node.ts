// kubectl debug node/NAME: a Pod on a node that sees what is there.
// Upstream: k8s.io/kubectl pkg/cmd/debug/debug.go generateNodeDebugPod

import { safeLetters } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Pod } from '../../../kinds/index.ts';
import { randomOf } from '../../../machine/index.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import type { AnyObject } from '../../core/object.ts';
import { podsResource } from '../../streaming/pods.ts';
import { containerOf, customised } from './container.ts';
import { profileOf, secured } from './profiles.ts';

/** Makes the Pod. @param words what follows `--` */
export function* debugNode(kubectl: Kubectl, node: string, words: readonly string[], custom: AnyObject): Process<Pod> {
  const { flags, namespace } = kubectl;
  const name = `node-debugger-${node}-${randomOf(kubectl.context).text(5, safeLetters)}`;
  const container = flags.text('container') || 'debugger';
  if (!flags.bool('quiet')) yield* kubectl.err(`Creating debugging pod ${name} with container ${container} on node ${node}.\n`);
  const profile = profileOf(flags.text('profile'));
  const described = containerOf(kubectl, container, words);
  const mounted = profile?.mountsRoot === true ? { ...described, volumeMounts: [{ mountPath: '/host', name: 'host-root' }] } : described;
  const body = {
    apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { 'app.kubernetes.io/managed-by': 'kubectl-debug' } },
    spec: {
      containers: [customised(profile ? secured(profile, 'node', mounted) : mounted, custom)], nodeName: node, restartPolicy: 'Never', tolerations: [{ operator: 'Exists' }],
      ...(profile?.sharesHost === true ? { hostIPC: true, hostNetwork: true, hostPID: true } : {}),
      ...(profile?.mountsRoot === true ? { volumes: [{ hostPath: { path: '/' }, name: 'host-root' }] } : {}),
    },
  };
  return (yield* kubectl.api.ask('create', { mapping: podsResource, namespace, body })) as Pod;
}
