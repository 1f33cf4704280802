// What may change of a Pod that scheduling gates hold back: gates go away, and where it may run is narrowed.
// Upstream: pkg/apis/core/validation validateSchedulingGates, validateNodeSelectorMutation, validateNodeAffinityMutation

import { deepEqual } from '../../../base/index.ts';
import type { Errors } from '../../checks.ts';
import { printLabels } from '../../checks.ts';
import type { FieldPath } from '../../field-error.ts';
import { forbidden, invalid } from '../../field-error.ts';
import type { NodeSelectorRequirement, NodeSelectorTerm, PodSpec } from '../../generated/types.ts';

const noTerms: readonly NodeSelectorTerm[] = [];

/** Gates may only go away. */
export function checkGateChange(errors: Errors, at: FieldPath, next: PodSpec, previous: PodSpec): void {
  const old = new Set((previous.schedulingGates ?? []).map(({ name }) => name));
  for (const [index, { name }] of (next.schedulingGates ?? []).entries()) {
    if (old.has(name)) continue;
    const where = at.child('schedulingGates').index(index).child('name');
    errors.push(forbidden(where, `only deletion is allowed, but found new scheduling gate '${name}'`));
  }
}

function isLonger(next: readonly NodeSelectorRequirement[] = [], previous: readonly NodeSelectorRequirement[] = []): boolean {
  return deepEqual(next.slice(0, previous.length), previous);
}

/** A term that wants nothing selects nothing, so that to add to it would widen it. */
function isNarrowed(next: NodeSelectorTerm, previous: NodeSelectorTerm): boolean {
  const wantsNothing = !previous.matchExpressions?.length && !previous.matchFields?.length;
  if (wantsNothing && (next.matchExpressions?.length || next.matchFields?.length)) return false;
  return isLonger(next.matchExpressions, previous.matchExpressions) && isLonger(next.matchFields, previous.matchFields);
}

function termsOf({ affinity }: PodSpec): readonly NodeSelectorTerm[] {
  return affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? noTerms;
}

function checkTerms(errors: Errors, at: FieldPath, next: PodSpec, previous: PodSpec): void {
  const where = at.child('affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms');
  const before = termsOf(previous);
  const after = termsOf(next);
  if (before.length === 0) return;
  if (before.length !== after.length) {
    errors.push(invalid(where, after, 'no additions/deletions to non-empty NodeSelectorTerms list are allowed'));
    return;
  }
  for (const [index, term] of after.entries()) {
    if (!isNarrowed(term, before[index] ?? {})) {
      errors.push(invalid(where.index(index), term, 'only additions are allowed (no mutations or deletions)'));
    }
  }
}

/** Where the Pod may run may be narrowed, not widened or moved. */
export function checkNarrowing(errors: Errors, at: FieldPath, next: PodSpec, previous: PodSpec): void {
  const { nodeSelector = {} } = next;
  const isKept = Object.entries(previous.nodeSelector ?? {}).every(([key, value]) => nodeSelector[key] === value);
  if (!isKept) {
    const problem = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
    errors.push(invalid(at.child('nodeSelector'), printLabels(next.nodeSelector), problem));
  }
  checkTerms(errors, at, next, previous);
}
