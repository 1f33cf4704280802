import { isObject } from '../../base/index.ts';
import type { TraceRecord } from '../../kernel/index.ts';
import { splitKey } from '../../kinds/index.ts';
import { objectId } from '../../protocol/index.ts';
import type { Attempt, NodeVerdict } from '../../protocol/index.ts';
import { defaultPlugins } from '../../scheduler/index.ts';
import type { SchedulingDecision } from '../../scheduler/index.ts';

/** Filters in the order in which the scheduler asks them. */
const filterNames = defaultPlugins.filter((plugin) => plugin.filter !== undefined).map(({ name }) => name);

/** Whether a trace record tells of an attempt of the scheduler. */
export function isAttemptRecord(subject: unknown): subject is SchedulingDecision {
  return isObject(subject) && subject['type'] === 'scheduling';
}

/** An attempt with its node × plugin verdicts. `cpuFree`: millicores that nobody has asked for on a node. */
export function attemptRow(record: TraceRecord, decision: SchedulingDecision, cpuFree: (node: string) => number): Attempt {
  const { refused, feasible, scores, totals, chosen, message } = decision;
  const fallen: NodeVerdict[] = [...refused].map(([node, { plugin, rejection }]) => ({
    node,
    fell: { plugin, reason: rejection.reasons.join(', ') },
    scores: [],
    cpuFree: cpuFree(node),
  }));
  const survivors: NodeVerdict[] = feasible.map((node, at) => ({
    node,
    scores: scores.map(({ normalized }) => ({ raw: normalized[at] ?? 0, normalized: normalized[at] ?? 0 })),
    ...(totals[at] === undefined ? {} : { total: totals[at] }),
    cpuFree: cpuFree(node),
  }));
  return {
    id: `attempt/${record.id}`,
    atMs: record.atMs,
    pod: objectId({ kind: 'Pod', ...splitKey(decision.pod) }),
    number: decision.attempt,
    outcome: chosen === undefined ? 'unschedulable' : 'chosen',
    ...(chosen === undefined ? {} : { node: chosen }),
    ...(message === undefined ? {} : { message }),
    filters: filterNames,
    scorers: scores.map(({ plugin, weight }) => ({ plugin, weight })),
    nodes: [...survivors, ...fallen],
  };
}
