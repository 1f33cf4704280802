// What is refused in Nodes.
// Upstream: pkg/apis/core/validation ValidateNode, ValidateNodeUpdate

import { compareText, parseCidr } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { addInvalid, checkCidr, checkQualifiedName, checkSupported } from '../checks.ts';
import type { FieldError } from '../field-error.ts';
import { duplicate, forbidden, internalError, invalid, path, printed, required } from '../field-error.ts';
import type { Node, Taint } from '../generated/types.ts';
import { isLabelValue } from '../names.ts';
import { taintEffects } from './pod/placement-validation.ts';
import { checkAmount } from './pod/resource-validation.ts';

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
  const unread = blocks.findIndex((block) => !parseCidr(block));
  if (unread >= 0) errors.push(internalError(at, `invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[${unread}]: <nil> (invalid CIDR address: ${blocks[unread]})`));
  if (blocks.length > 2 || unread >= 0 || versions.size !== 2) {
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

const featureName = /^[A-Z][a-zA-Z0-9]*(\/[a-zA-Z0-9]+)*$/;
const longestFeature = 253;

/** Names of features of a node: in order, and each once. */
function checkFeatures(errors: Errors, features: readonly string[]): void {
  for (const [index, name] of features.entries()) {
    const at = path('status', 'declaredFeatures').index(index);
    const before = features[index - 1];
    if (index > 0 && before === name) {
      errors.push(duplicate(at, name));
      continue;
    }
    if (index > 0 && compareText(before ?? '', name) > 0) errors.push(invalid(at, name, 'list must be sorted alphabetically'));
    if (name.length > longestFeature) errors.push(invalid(at, name, `invalid feature name "${name}": must be no more than ${longestFeature} characters`));
    else if (!featureName.test(name)) {
      errors.push(invalid(at, name, `invalid feature name "${name}": must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes`));
    }
  }
}

/** Errors of a Node's status: amounts that are none, features out of order, an address twice. */
export function validateNodeStatus({ status: next }: Node, { status: previous }: Node): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const name of ['capacity', 'allocatable'] as const) {
    if (next[name] === previous[name]) continue;
    for (const [resource, quantity] of Object.entries(next[name] ?? {}).sort(([a], [b]) => compareText(a, b))) checkAmount(errors, path('status', name).child(resource), resource, quantity);
  }
  if (next.declaredFeatures && next.declaredFeatures !== previous.declaredFeatures) checkFeatures(errors, next.declaredFeatures);
  const seen = new Set<string>();
  for (const [index, { type, address }] of (next.addresses ?? []).entries()) {
    const text = JSON.stringify({ Type: type, Address: address });
    if (seen.has(text)) errors.push(duplicate(path('status', 'addresses').index(index), printed(text)));
    seen.add(text);
  }
  return errors;
}

/** Errors of a changed Node: what a node was given once, it keeps. */
export function validateNodeUpdate(next: Node, previous: Node): readonly FieldError[] {
  const errors: FieldError[] = [...validateNode(next)];
  const before = podCidrs(previous.spec);
  const after = podCidrs(next.spec);
  if (before.length > 0) {
    const isChanged = after.length !== before.length || before.some((block, index) => after[index] !== block);
    if (isChanged) errors.push(forbidden(path('spec', 'podCIDRs'), 'node updates may not change podCIDR except from "" to valid'));
  }
  if (previous.spec.providerID && next.spec.providerID !== previous.spec.providerID) {
    errors.push(forbidden(path('spec', 'providerID'), 'node updates may not change providerID except from "" to valid'));
  }
  if (next.spec.taints && next.spec.taints !== previous.spec.taints) checkTaints(errors, next.spec.taints);
  if ((next.spec.externalID ?? '') !== (previous.spec.externalID ?? '')) errors.push(forbidden(path('spec', 'externalID'), 'may not be updated'));
  return errors;
}
