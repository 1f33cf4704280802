// What is refused in Nodes.
// Upstream: pkg/apis/core/validation ValidateNode, ValidateNodeUpdate

import { parseCidr } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { addInvalid, checkCidr, checkQualifiedName, checkSupported } from '../checks.ts';
import type { FieldError } from '../field-error.ts';
import { duplicate, forbidden, invalid, path, printed, required } from '../field-error.ts';
import type { Node, Taint } from '../generated/types.ts';
import { isLabelValue } from '../names.ts';
import { taintEffects } from './pod/placement-validation.ts';

/** Errors name the taints as if they were metadata, as Kubernetes does. */
const taintsAt = path('metadata', 'taints');

function printTaint({ key, value = '', effect, timeAdded }: Taint): unknown {
  return printed(`{"Key":${JSON.stringify(key)},"Value":${JSON.stringify(value)},"Effect":${JSON.stringify(effect)},"TimeAdded":${JSON.stringify(timeAdded ?? null)}}`);
}

function checkTaints(errors: Errors, taints: readonly Taint[]): void {
  const taken = new Set<string>();
  for (const [index, taint] of taints.entries()) {
    const at = taintsAt.index(index);
    const { key = '', value = '', effect } = taint;
    checkQualifiedName(errors, at.child('key'), key);
    addInvalid(errors, at.child('value'), value, isLabelValue(value));
    if (effect) checkSupported(errors, at.child('effect'), effect, taintEffects);
    else errors.push(required(at.child('effect')));
    const claim = `${effect}/${key}`;
    if (taken.has(claim)) {
      const error = duplicate(at, printTaint(taint));
      errors.push({ ...error, body: `${error.body}: taints must be unique by key and effect pair` });
    }
    taken.add(claim);
  }
}

const noBlocks: readonly string[] = [];
/** The blocks of addresses of a node's Pods. */
const podCidrs = ({ podCIDRs }: Node['spec']): readonly string[] => podCIDRs ?? noBlocks;

function checkPodCidrs(errors: Errors, spec: Node['spec']): void {
  const at = path('spec', 'podCIDRs');
  const blocks = podCidrs(spec);
  for (const [index, block] of blocks.entries()) checkCidr(errors, at.index(index), block);
  if (blocks.length <= 1) return;
  const versions = new Set(blocks.map((block) => parseCidr(block)?.version));
  if (blocks.length > 2 || versions.size !== 2) {
    errors.push(invalid(at, blocks, 'may specify no more than one CIDR for each IP family'));
  }
}

/** Errors of a new Node. */
export function validateNode({ spec }: Node): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (spec.taints) checkTaints(errors, spec.taints);
  checkPodCidrs(errors, spec);
  return errors;
}

/** Errors of a changed Node: what a node was given once, it keeps. */
export function validateNodeUpdate(next: Node, previous: Node): readonly FieldError[] {
  const errors: FieldError[] = [];
  const before = podCidrs(previous.spec);
  const after = podCidrs(next.spec);
  if (before.length > 0) {
    if (after.length !== before.length) errors.push(forbidden(path('spec', 'podCIDRs'), 'node updates may not change podCIDR except from "" to valid'));
    for (const [index, block] of before.entries()) {
      if (after.length === before.length && after[index] !== block) {
        errors.push(forbidden(path('spec', 'podCIDRs').index(index), 'node updates may not change podCIDR except from "" to valid'));
      }
    }
  } else {
    checkPodCidrs(errors, next.spec);
  }
  if (next.spec.taints && next.spec.taints !== previous.spec.taints) checkTaints(errors, next.spec.taints);
  if (previous.spec.providerID && next.spec.providerID !== previous.spec.providerID) {
    errors.push(forbidden(path('spec', 'providerID'), 'node updates may not change providerID except from "" to valid'));
  }
  return errors;
}
