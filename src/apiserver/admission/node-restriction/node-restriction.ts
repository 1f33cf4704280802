// Kubelets write only about their own node, the Pods on it, and what goes with both.
// Upstream: plugin/pkg/admission/noderestriction

import { deepEqual, isObject } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { AnyKind, KubeObject, Node } from '../../../kinds/index.ts';
import { readStored } from '../../verbs/get.ts';
import { lookUp } from '../../cache/lookup.ts';
import { isPodKind, refusal } from '../plugin.ts';
import type { AdmissionPlugin, Target, Write } from '../plugin.ts';
import { isPod } from '../service-account.ts';
import { mirrorProblem } from './mirror-pod.ts';
import { forbiddenLabels, modifiedLabels } from './node-labels.ts';

const userPrefix = 'system:node:';

export const nodeRestriction: AdmissionPlugin = {
  name: 'NodeRestriction',
  handles,
  *mutate(write) {
    const { user, kind } = write.call;
    if (!user.name.startsWith(userPrefix) || !user.groups.includes('system:nodes')) return undefined;
    const node = user.name.slice(userPrefix.length);
    if (isPodKind(kind)) yield* checkPod(write, node);
    else if (kind.kind === 'Node') checkNode(write, node);
    else if (kind.kind === 'ServiceAccount') yield* checkToken(write, node);
    else checkOwnName(write, node);
    return undefined;
  },
};

function handles({ kind, operation, subresource }: Target): boolean {
  if (operation === 'CONNECT') return false;
  if (isPodKind(kind)) return subresource === undefined || subresource === 'status' || subresource === 'eviction';
  if (isCore(kind, 'Node')) return operation !== 'DELETE';
  if (isCore(kind, 'ServiceAccount')) return subresource === 'token';
  return kind.kind === 'Lease' || kind.kind === 'CSINode';
}

function isCore({ group, kind }: AnyKind, name: string): boolean {
  return group === '' && kind === name;
}

function* checkPod(write: Write, node: string): Process {
  const { call, operation, subresource, object, previous } = write;
  if (subresource === 'eviction') {
    const pod = yield* readStored(call, write.name);
    if (pod && isPod(pod) && pod.spec.nodeName !== node) throw refusal(write, `node ${node} can only evict pods with spec.nodeName set to itself`);
    return;
  }
  if (operation === 'CREATE' && object && isPod(object)) {
    const own = (yield* lookUp(call.server, { apiVersion: 'v1', kind: 'Node', name: node })) as Node | undefined;
    const problem = mirrorProblem(object, node, own);
    if (problem !== undefined) throw refusal(write, problem);
  }
  if (!previous || !isPod(previous)) return;
  const isOwn = previous.spec.nodeName === node;
  if (operation === 'DELETE' && !isOwn) throw refusal(write, `node "${node}" can only delete pods with spec.nodeName set to itself`);
  if (operation !== 'UPDATE') return;
  if (subresource !== 'status') throw refusal(write, `unexpected operation "${operation}", node "${node}" can only create and delete mirror pods`);
  if (!isOwn) throw refusal(write, `node "${node}" can only update pod status for pods with spec.nodeName set to itself`);
  if (object && object.metadata.labels !== previous.metadata.labels && !deepEqual(object.metadata.labels, previous.metadata.labels)) {
    throw refusal(write, `node "${node}" cannot update labels through pod status`);
  }
}

function checkNode(write: Write, node: string): void {
  const { object, previous, name } = write;
  const requested = name || object?.metadata.name || '';
  if (requested !== node) throw refusal(write, `node "${node}" is not allowed to modify node "${requested}"`);
  // Kubelets here make their node with all labels of the topology, its role too, which kubeadm would give it afterwards.
  if (!object || !previous) return;
  if (!deepEqual(taintsOf(object), taintsOf(previous))) throw refusal(write, `node "${node}" is not allowed to modify taints`);
  if (object.metadata.labels === previous.metadata.labels) return;
  const forbidden = forbiddenLabels(modifiedLabels(object.metadata.labels, previous.metadata.labels));
  if (forbidden.length > 0) throw refusal(write, `is not allowed to modify labels: ${forbidden.join(', ')}`);
}

function taintsOf({ spec }: KubeObject): unknown {
  return (isObject(spec) ? spec['taints'] : undefined) ?? [];
}

/** A kubelet gets tokens only for the Pods that it runs. */
function* checkToken(write: Write, node: string): Process {
  const { call, object } = write;
  const bound = object && isObject(object.spec) ? object.spec['boundObjectRef'] : undefined;
  if (!isObject(bound) || bound['kind'] !== 'Pod') throw refusal(write, 'node requested token not bound to a pod');
  const name = typeof bound['name'] === 'string' ? bound['name'] : '';
  const pod = yield* lookUp(call.server, { apiVersion: 'v1', kind: 'Pod', namespace: call.request.namespace ?? '', name });
  if (pod && isPod(pod) && pod.spec.nodeName !== node) throw refusal(write, 'node requested token bound to a pod scheduled on a different node');
}

function checkOwnName(write: Write, node: string): void {
  const { call: { kind }, name, object } = write;
  if ((name || object?.metadata.name) === node) return;
  throw refusal(write, kind.kind === 'Lease' ? 'can only access node lease with the same name as the requesting node' : 'can only access CSINode with the same name as the requesting node');
}
