// Upstream: pkg/controller/disruption
import { WorkQueue } from '../../client/index.ts';
import { deepEqual, withFields } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { objectKey, podDisruptionBudgetKind, podKind, selectorGoText, selectorMatches } from '../../kinds/index.ts';
import type { Pod, PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, ControllerContext, Requeue } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';
import { budgetStatus, disruptionsOf, expectedOf, failedStatus, needsControllers } from './budget-status.ts';
import type { Expected } from './budget-status.ts';
import { UnknownScale, WantedPods } from './wanted-pods.ts';

/** Says of each PodDisruptionBudget how many of its Pods may be evicted just now. */
export const disruptionController = controllerFactory('controllermanager', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'disruption');
  const budgets = context.informers.of(podDisruptionBudgetKind);
  const pods = context.informers.of(podKind);
  budgets.store.addIndex('namespace', ({ metadata }) => [metadata.namespace]);
  pods.store.addIndex('namespace', ({ metadata }) => [metadata.namespace]);
  const add = ({ metadata }: PodDisruptionBudget): void => queue.add(objectKey(metadata));
  const addSelecting = (pod: Pod, isThere = true): void => {
    const selecting = budgets.store.byIndex('namespace', pod.metadata.namespace).filter((budget) => isSelected(budget, pod));
    selecting.forEach(add);
    const [first] = selecting;
    if (isThere && first && selecting.length > 1) tellOfSeveral(context, pod, first);
  };
  budgets.onChange({ added: add, updated: add });
  pods.onChange({
    added: (pod) => addSelecting(pod),
    updated(pod, previous) {
      addSelecting(pod);
      if (pod.metadata.labels !== previous.metadata.labels) addSelecting(previous, false);
    },
    deleted: (pod) => addSelecting(pod, false),
  });

  const sync = new BudgetSync(context, new WantedPods(context));
  return {
    name: 'disruption-controller',
    workers: 1, // pkg/controller/disruption Run
    queue,
    *reconcile(key): Process<Requeue> {
      const budget = budgets.store.get(key);
      if (!budget) return {};
      return yield* sync.reconcile(budget, pods.store.byIndex('namespace', budget.metadata.namespace).filter((pod) => isSelected(budget, pod)));
    },
  };
}, { account: 'disruption-controller' });

/** A budget without a selector is about nothing. */
function isSelected({ spec: { selector } }: PodDisruptionBudget, { metadata }: Pod): boolean {
  return selector !== undefined && selectorMatches(selector, metadata.labels);
}

function tellOfSeveral({ recorder }: ControllerContext, pod: Pod, { metadata: { name } }: PodDisruptionBudget): void {
  recorder.record(pod, {
    type: 'Warning',
    reason: 'MultiplePodDisruptionBudgets',
    message: `Pod "${pod.metadata.namespace}"/"${pod.metadata.name}" matches multiple PodDisruptionBudgets.  Chose "${name}" arbitrarily.`,
  });
}

class BudgetSync {
  private readonly context: ControllerContext;
  private readonly wanted: WantedPods;

  constructor(context: ControllerContext, wanted: WantedPods) {
    this.context = context;
    this.wanted = wanted;
  }

  *reconcile(budget: PodDisruptionBudget, pods: readonly Pod[]): Process<Requeue> {
    const { kernel, recorder } = this.context;
    if (pods.length === 0) recorder.record(budget, { type: 'Normal', reason: 'NoPods', message: 'No matching pods found' });
    try {
      const expected = yield* this.expect(budget, pods);
      const disruptions = disruptionsOf(budget, pods, kernel.wallMs);
      for (const pod of disruptions.failed) this.tellOfFailure(budget, pod);
      yield* this.write(budget, budgetStatus(budget, pods, expected, disruptions, kernel.wallMs));
      return disruptions.recheckMs === undefined ? {} : { afterMs: disruptions.recheckMs };
    } catch (error) {
      if (!(error instanceof UnknownScale)) throw error;
      recorder.record(budget, { type: 'Warning', reason: 'CalculateExpectedPodCountFailed', message: `Failed to calculate the number of expected pods: ${error.message}` });
      yield* this.write(budget, failedStatus(budget, error.message, kernel.wallMs));
      return {};
    }
  }

  private *expect(budget: PodDisruptionBudget, pods: readonly Pod[]): Process<Expected> {
    if (!needsControllers(budget)) return expectedOf(budget, pods.length, 0);
    const { count, unmanaged } = yield* this.wanted.of(pods);
    if (unmanaged.length > 0) {
      this.context.recorder.record(budget, {
        type: 'Warning',
        reason: 'UnmanagedPods',
        message: `Pods selected by this PodDisruptionBudget (selector: ${selectorGoText(budget.spec.selector ?? {})}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`,
      });
    }
    return expectedOf(budget, pods.length, count);
  }

  private tellOfFailure({ metadata: { namespace, name } }: PodDisruptionBudget, pod: Pod): void {
    this.context.recorder.record(pod, { type: 'Warning', reason: 'NotDeleted', message: `Pod was expected by PDB ${namespace}/${name} to be deleted but it wasn't` });
  }

  private *write(budget: PodDisruptionBudget, status: PodDisruptionBudgetStatus): Process {
    if (deepEqual(status, budget.status)) return;
    yield* unlessGone(this.context.client.of(podDisruptionBudgetKind).updateStatus(withFields(budget, { status })));
  }
}
