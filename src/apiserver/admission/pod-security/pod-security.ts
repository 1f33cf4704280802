// Pods keep to the level of the Pod Security Standards that their namespace's labels name.
// Upstream: k8s.io/pod-security-admission admission

import { deepEqual } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { podKind } from '../../../kinds/index.ts';
import type { KubeObject } from '../../../kinds/index.ts';
import { invalid } from '../../failures.ts';
import { detailsOf, reasonsOf, violations } from '../../later.ts';
import { isNamespace } from '../../verbs/namespace-deletion.ts';
import { cachedObjects, lookUp } from '../../cache/lookup.ts';
import { isObjectWrite, isPodKind, refusal, warn } from '../plugin.ts';
import type { AdmissionPlugin, Target, Write } from '../plugin.ts';
import { isPod } from '../service-account.ts';
import { hasTemplate, isSignificant, podShapeIn } from './pod-shapes.ts';
import { labelErrors, mayBeStricter, policyFor, policyText } from './policy.ts';
import type { Policy } from './policy.ts';

export const podSecurity: AdmissionPlugin = {
  name: 'PodSecurity',
  handles,
  *validate(write) {
    const { object, call } = write;
    if (!object) return;
    if (isNamespace(call.kind)) checkNamespace(write, object);
    else yield* checkPods(write, object);
  },
};

function handles(target: Target): boolean {
  const { kind, operation, subresource } = target;
  if (isPodKind(kind) && operation === 'UPDATE' && subresource === 'ephemeralcontainers') return true;
  return isObjectWrite(target) && (isPodKind(kind) || hasTemplate(kind) || isNamespace(kind));
}

function* checkPods(write: Write, object: KubeObject): Process {
  const { call, previous } = write;
  const namespace = yield* lookUp(call.server, { apiVersion: 'v1', kind: 'Namespace', name: call.request.namespace ?? '' });
  const labels = namespace?.metadata.labels;
  const enforced = policyFor(labels, 'enforce');
  const warned = policyFor(labels, 'warn');
  if (enforced.level === 'privileged' && warned.level === 'privileged') return;
  const pod = podShapeIn(object);
  if (!pod) return;
  // Who makes Pods is only warned: its Pods are refused when they come.
  if (isPod(object)) {
    if (previous && isPod(previous) && !isSignificant(object, previous)) return;
    const found = violations(enforced, pod);
    if (found.length > 0) throw refusal(write, `violates PodSecurity "${policyText(enforced)}": ${detailsOf(found)}`);
  }
  const found = violations(warned, pod);
  if (found.length > 0) warn(write, `would violate PodSecurity "${policyText(warned)}": ${detailsOf(found)}`);
}

function checkNamespace(write: Write, namespace: KubeObject): void {
  const { call, previous } = write;
  const { labels, name } = namespace.metadata;
  const errors = labelErrors(labels);
  if (errors.length > 0 && !(previous && deepEqual(errors, labelErrors(previous.metadata.labels)))) throw invalid(call.kind.gvk, name, errors);
  if (!previous) return;
  const next = policyFor(labels, 'enforce');
  if (mayBeStricter(next, policyFor(previous.metadata.labels, 'enforce'))) warnOfPresentPods(write, name, next);
}

/** Pods that are there stay, but whoever tightens the rules is told which of them would not be let in any more. */
function warnOfPresentPods(write: Write, namespace: string, policy: Policy): void {
  const byReasons = new Map<string, string[]>();
  for (const pod of cachedObjects(write.call.server, podKind, namespace)) {
    const reasons = reasonsOf(violations(policy, pod));
    if (reasons === '') continue;
    const names = byReasons.get(reasons);
    if (names) names.push(pod.metadata.name);
    else byReasons.set(reasons, [pod.metadata.name]);
  }
  if (byReasons.size === 0) return;
  warn(write, `existing pods in namespace "${namespace}" violate the new PodSecurity enforce level "${policyText(policy)}"`);
  for (const [reasons, [first = '', ...others]] of byReasons) {
    const more = others.length === 0 ? '' : ` (and ${others.length} other ${others.length === 1 ? 'pod' : 'pods'})`;
    warn(write, `${first}${more}: ${reasons}`);
  }
}
