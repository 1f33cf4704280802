// Eviction deletes a Pod unless that would break a promise about it.
// Upstream: pkg/registry/core/pod/storage/eviction.go

import { formatTime, isObject, withFields } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { isPodTerminal, podDisruptionBudgetKind, podIsReady, podKind, selectorMatches, setCondition } from '../../kinds/index.ts';
import type { KubeObject, Pod, PodDisruptionBudget, RequestOptions } from '../../kinds/index.ts';
import { cachedObjects } from '../cache/lookup.ts';
import { isPod } from '../admission/service-account.ts';
import { admitSubresource } from '../admission/subresource-write.ts';
import { callFor } from '../bootstrap/own-call.ts';
import { badRequest, budgetExceeded, forbidden, notFound, plainError } from '../failures.ts';
import { limits } from '../limits.ts';
import { created } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { decodedAs } from '../request/decode-body.ts';
import type { WrittenType } from '../request/decode-body.ts';
import { guaranteedUpdate } from '../storage/guaranteed-update.ts';
import type { Change } from '../storage/guaranteed-update.ts';
import { readDeleteOptions } from '../verbs/delete-options.ts';
import { deleteObject } from '../verbs/delete.ts';
import { readStored } from '../verbs/get.ts';
import { createdStatus } from './binding.ts';

const evictionType: WrittenType = { group: 'policy', version: 'v1', kind: 'Eviction', apiVersion: 'policy/v1', definition: 'io.k8s.api.policy.v1.Eviction' };

/** Serves a Pod's `eviction`. */
export function* evict(call: Call): Process<Answer> {
  const { request } = call;
  const { name = '' } = request;
  const eviction: Readonly<Record<string, unknown>> = { ...(yield* admitSubresource(call, 'CREATE', { apiVersion: 'policy/v1', kind: 'Eviction', body: decodedAs(call, evictionType, inKnownVersion(request.body)) })) };
  const metadata = isObject(eviction['metadata']) ? eviction['metadata'] : {};
  if (metadata['name'] !== name) throw badRequest('name in URL does not match name in Eviction object');
  const options = { ...request.options, ...readDeleteOptions(eviction['deleteOptions']) };
  const pod = yield* readStored(call, name);
  if (!pod || !isPod(pod)) throw notFound(call.kind.gvr, name);
  if (!isFree(pod)) yield* spendBudget(call, pod, options);
  yield* deleteObject(call, name, options);
  return created(createdStatus);
}

/** Evictions are taken in the version before too, which was the same. */
function inKnownVersion(body: unknown): unknown {
  return isObject(body) && body['apiVersion'] === 'policy/v1beta1' ? { ...body, apiVersion: 'policy/v1' } : body;
}

/** What does not run yet or any more costs no budget. */
function isFree(pod: Pod): boolean {
  return isPodTerminal(pod) || pod.status.phase === 'Pending' || pod.metadata.deletionTimestamp !== undefined;
}

/** Takes an eviction from the budget of the Pod and notes on the Pod who ended it. Throws the answer when there is none left. */
function* spendBudget(call: Call, pod: Pod, { dryRun }: RequestOptions): Process {
  const { server } = call;
  const { namespace, name } = pod.metadata;
  const budgets = cachedObjects(server, podDisruptionBudgetKind, namespace)
    .filter(({ spec: { selector } }) => selector && selectorMatches(selector, pod.metadata.labels));
  if (budgets.length > 1) throw plainError('This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.');
  const [budget] = budgets;
  if (budget && !isUnhealthyAnyway(pod, budget)) {
    const own = callFor(server, podDisruptionBudgetKind, namespace, budget.metadata.name);
    const options: RequestOptions = dryRun ? { dryRun } : {};
    yield* guaranteedUpdate({ ...own, request: { ...own.request, verb: 'update', subresource: 'status', options } }, budget.metadata.name, new Spending(call, name));
  }
  if (!dryRun) yield* guaranteedUpdate({ ...callFor(server, podKind, namespace, name) }, name, new Marking(call));
}

/** A Pod that is not ready anyway costs nothing, if the others are enough or the budget does not mind. */
function isUnhealthyAnyway(pod: Pod, { spec, status }: PodDisruptionBudget): boolean {
  if (podIsReady(pod)) return false;
  return spec.unhealthyPodEvictionPolicy === 'AlwaysAllow' || (status.currentHealthy >= status.desiredHealthy && status.desiredHealthy > 0);
}

class Spending implements Change {
  private readonly call: Call;
  private readonly podName: string;

  constructor(call: Call, podName: string) {
    this.call = call;
    this.podName = podName;
  }

  *make(current: KubeObject | undefined): Process<KubeObject> {
    const budget = current as PodDisruptionBudget | undefined;
    if (!budget) throw notFound(podDisruptionBudgetKind.gvr, '');
    const { metadata, status } = budget;
    refuseUnlessAllowed(budget);
    const now = formatTime(this.call.server.kernel.wallMs);
    const disruptionsAllowed = status.disruptionsAllowed - 1;
    const { conditions } = status;
    return withFields(budget, {
      status: withFields(status, {
        disruptionsAllowed,
        disruptedPods: { ...status.disruptedPods, [this.podName]: now },
        conditions: disruptionsAllowed > 0 ? conditions : setCondition(conditions, {
          type: 'DisruptionAllowed', status: 'False', reason: 'InsufficientPods', message: '', lastTransitionTime: now, observedGeneration: metadata.generation ?? 0,
        }),
      }),
    });
  }
}

function refuseUnlessAllowed({ metadata: { name, generation = 0 }, status }: PodDisruptionBudget): void {
  const { gvr } = podDisruptionBudgetKind;
  const { currentHealthy, desiredHealthy, disruptionsAllowed, disruptedPods = {}, observedGeneration = 0 } = status;
  if (observedGeneration < generation) throw budgetExceeded(`The disruption budget ${name} is still being processed by the server.`, 10);
  if (disruptionsAllowed < 0) throw forbidden(gvr, name, 'pdb disruptions allowed is negative');
  if (Object.keys(disruptedPods).length > limits.disruptedPods) throw forbidden(gvr, name, 'DisruptedPods map too big - too many evictions not confirmed by PDB controller');
  if (disruptionsAllowed > 0) return;
  throw budgetExceeded(currentHealthy <= desiredHealthy
    ? `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`
    : `The disruption budget ${name} does not allow evicting pods currently`);
}

class Marking implements Change {
  private readonly call: Call;

  constructor(call: Call) {
    this.call = call;
  }

  *make(current: KubeObject | undefined): Process<KubeObject> {
    if (!current || !isPod(current)) throw notFound(podKind.gvr, this.call.request.name ?? '');
    const conditions = setCondition(current.status.conditions, {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'EvictionByEvictionAPI',
      message: 'Eviction API: evicting',
      lastTransitionTime: formatTime(this.call.server.kernel.wallMs),
      ...(current.metadata.generation === undefined ? {} : { observedGeneration: current.metadata.generation }),
    });
    return withFields(current, { status: withFields(current.status, { conditions }) });
  }
}
