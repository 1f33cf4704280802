// What is refused in the status of a Pod, and what a writer of it may leave out.
// Upstream: pkg/apis/core/validation ValidatePodStatusUpdate; pkg/registry/core/pod podStatusStrategy

import { parseIpv4, parseIpv6 } from '../../../base/index.ts';
import type { Errors } from '../../checks.ts';
import { addInvalid, checkDnsSubdomain, checkImmutable, checkIp, checkQualifiedName } from '../../checks.ts';
import type { FieldError, FieldPath } from '../../field-error.ts';
import { duplicate, forbidden, internalError, invalid, path, printedJson } from '../../field-error.ts';
import type { ContainerStatus, Pod, PodCondition, PodSpec, PodStatus } from '../../generated/types.ts';
import { checkAllocatedDevices, checkExtendedClaims } from '../../later.ts';
import { complete } from '../../reuse.ts';
import { isDnsSubdomain } from '../../names.ts';
import { checkMirror, checkMirrorKept } from './pod-validation.ts';

const at = path('status');
const notNegative = 'must be a non-negative integer';

/** What has ended does not run again where nothing restarts it. */
function checkTransitions(errors: Errors, where: FieldPath, next: readonly ContainerStatus[] = [], previous: readonly ContainerStatus[] = [], mayRestart: (name: string, exitCode: number) => boolean): void {
  if (next === previous) return;
  for (const [index, old] of previous.entries()) {
    const ended = old.state.terminated;
    if (!ended || mayRestart(old.name, ended.exitCode)) continue;
    const status = next.find(({ name }) => name === old.name);
    if (status && !status.state.terminated) errors.push(forbidden(where.index(index).child('state'), 'may not be transitioned to non-terminated state'));
  }
}

function checkAllTransitions(errors: Errors, { restartPolicy, initContainers }: PodSpec, next: PodStatus, previous: PodStatus): void {
  if (restartPolicy !== 'Always') {
    const mayRestart = (_: string, exitCode: number): boolean => restartPolicy === 'OnFailure' && exitCode !== 0;
    const isSidecar = (name: string): boolean => initContainers?.some((container) => container.name === name && container.restartPolicy === 'Always') ?? false;
    checkTransitions(errors, at.child('containerStatuses'), next.containerStatuses, previous.containerStatuses, mayRestart);
    checkTransitions(errors, at.child('initContainerStatuses'), next.initContainerStatuses, previous.initContainerStatuses, (name, exitCode) => mayRestart(name, exitCode) || isSidecar(name));
  }
  checkTransitions(errors, at.child('ephemeralContainerStatuses'), next.ephemeralContainerStatuses, previous.ephemeralContainerStatuses, () => false);
}

function checkConditions(errors: Errors, conditions: readonly PodCondition[] = []): void {
  for (const [index, { type, observedGeneration = 0 }] of conditions.entries()) {
    const where = at.child('conditions').index(index);
    if (observedGeneration < 0) errors.push(invalid(where.child('observedGeneration'), observedGeneration, notNegative));
    checkQualifiedName(errors, where.child('Type'), type);
  }
}

function checkClaims(errors: Errors, { resourceClaims = [] }: PodSpec, statuses: PodStatus['resourceClaimStatuses']): void {
  const seen = new Set<string>();
  for (const [index, { name, resourceClaimName }] of (statuses ?? []).entries()) {
    const where = at.child('resourceClaimStatuses').index(index);
    if (!resourceClaims.some((claim) => claim.name === name)) errors.push(invalid(where.child('name'), name, 'must match the name of an entry in `spec.resourceClaims`'));
    if (seen.has(name)) errors.push(duplicate(where.child('name'), name));
    seen.add(name);
    if (resourceClaimName !== undefined) addInvalid(errors, where.child('resourceClaimName'), resourceClaimName, isDnsSubdomain(resourceClaimName));
  }
}

type Address = NonNullable<PodStatus['podIPs']>[number];

/** Addresses of a Pod or of its node: one, or one of each family. What was there before is not looked at again. */
function checkAddresses(errors: Errors, where: FieldPath, next: readonly Address[] = [], previous: readonly Address[] = [], first?: string): void {
  if (first !== undefined && next[0] && next[0].ip !== first) errors.push(invalid(where.index(0).child('ip'), next[0].ip, 'must be equal to `hostIP`'));
  if (next === previous) return;
  for (const [index, { ip }] of next.entries()) {
    const isOld = previous.some((address) => address.ip === ip);
    if (checkIp(errors, where.index(index), ip) && !isOld && !ip.includes(':') && parseIpv4(ip) === undefined) errors.push(invalid(where.index(index), ip, 'must not have leading 0s'));
  }
  if (next.length <= 1) return;
  const families = next.map(({ ip }) => (parseIpv4(ip, true) === undefined ? (parseIpv6(ip) === undefined ? 'none' : '6') : '4'));
  const strange = families.indexOf('none');
  if (strange >= 0) errors.push(internalError(where, `failed to check for dual stack with error:invalid IP[${strange}]: ${next[strange]?.ip ?? ''}`));
  if (next.length > 2 || strange >= 0 || new Set(families).size < 2) {
    errors.push(invalid(where, printedJson(next.map(({ ip }) => ({ IP: ip }))), 'may specify no more than one IP for each IP family'));
  }
}

const mostId = 2_147_483_647;

function checkId(errors: Errors, at: FieldPath, id: number): void {
  if (id < 0 || id > mostId) addInvalid(errors, at, id, [`must be between 0 and ${mostId}, inclusive`]);
}

/** Who containers run as: users and groups by their numbers. */
function checkUsers(errors: Errors, where: FieldPath, statuses: readonly ContainerStatus[] = []): void {
  for (const [index, { user }] of statuses.entries()) {
    if (!user?.linux) continue;
    const at = where.index(index).child('user', 'linux');
    checkId(errors, at.child('uid'), user.linux.uid);
    checkId(errors, at.child('gid'), user.linux.gid);
    for (const [position, group] of (user.linux.supplementalGroups ?? []).entries()) checkId(errors, at.child('supplementalGroups').index(position), group);
  }
}

/** Errors of a Pod's status. */
export function validatePodStatus({ metadata, spec, status }: Pod, previous: Pod): readonly FieldError[] {
  const errors: FieldError[] = [];
  const before = previous.status;
  if (metadata.annotations !== previous.metadata.annotations) {
    checkMirrorKept(errors, metadata, previous.metadata);
    checkMirror(errors, metadata, spec);
  }
  if (status.conditions !== before.conditions) checkConditions(errors, status.conditions);
  if (spec.nodeName && status.nominatedNodeName && status.nominatedNodeName !== before.nominatedNodeName) {
    errors.push(forbidden(at.child('nominatedNodeName'), 'may not be set on pods that are already bound to a node'));
  }
  if (status.nominatedNodeName) checkDnsSubdomain(errors, at.child('nominatedNodeName'), status.nominatedNodeName);
  if ((status.observedGeneration ?? 0) < 0) errors.push(invalid(at.child('observedGeneration'), status.observedGeneration, notNegative));
  checkImmutable(errors, at.child('qosClass'), status.qosClass, before.qosClass);
  checkAllTransitions(errors, spec, status, before);
  if (status.resourceClaimStatuses) checkClaims(errors, spec, status.resourceClaimStatuses);
  if (status.extendedResourceClaimStatus) checkExtendedClaims(errors, at.child('extendedResourceClaimStatus'), status.extendedResourceClaimStatus, spec);
  checkAddresses(errors, at.child('podIPs'), status.podIPs, before.podIPs);
  checkAddresses(errors, at.child('hostIPs'), status.hostIPs, before.hostIPs, status.hostIP ?? '');
  const lists = [['containerStatuses', spec.containers], ['initContainerStatuses', spec.initContainers], ['ephemeralContainerStatuses', spec.ephemeralContainers]] as const;
  for (const [name] of lists) checkUsers(errors, at.child(name), status[name]);
  for (const [name, containers] of lists) {
    if (status[name]?.some(({ allocatedResourcesStatus }) => allocatedResourcesStatus)) checkAllocatedDevices(errors, at.child(name), status[name], containers);
  }
  return errors;
}

/** The old generations of conditions of the same type, one after the other: types may come more than once. */
function withOldGenerations(next: readonly PodCondition[], previous: readonly PodCondition[] = []): readonly PodCondition[] {
  if (next === previous || next.every(({ observedGeneration }) => observedGeneration)) return next;
  const old = previous.map(({ type, observedGeneration }) => ({ type, observedGeneration }));
  return next.map((condition) => {
    const index = old.findIndex(({ type }) => type === condition.type);
    const [found] = index < 0 ? [] : old.splice(index, 1);
    return condition.observedGeneration || !found?.observedGeneration ? condition : { ...condition, observedGeneration: found.observedGeneration };
  });
}

/** A status with what its writer left out: the class that the spec gives, and the generations that were seen. */
export function completeStatus(next: PodStatus, previous: PodStatus): PodStatus {
  return complete(next, {
    qosClass: next.qosClass || previous.qosClass,
    observedGeneration: next.observedGeneration || previous.observedGeneration,
    conditions: next.conditions && withOldGenerations(next.conditions, previous.conditions),
  });
}
