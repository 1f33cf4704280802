// What is refused in a Pod's spec, in a Pod as in any workload's template.
// Upstream: pkg/apis/core/validation ValidatePodSpec, ValidatePodTemplateSpec

import type { Errors } from '../../checks.ts';
import { addInvalid, checkDnsLabel, checkDnsSubdomain, checkIp, checkLabels, checkQualifiedName, checkSupported } from '../../checks.ts';
import type { FieldPath } from '../../field-error.ts';
import { forbidden, invalid, required, tooLong } from '../../field-error.ts';
import type { Container, HostAlias, PodSpec, PodTemplateSpec } from '../../generated/types.ts';
import { checkAnnotatedProfiles, checkHostProcess, checkSeccompMatch, checkSystem } from '../../later.ts';
import { isQualifiedName } from '../../names.ts';
import { checkAffinity } from './affinity-validation.ts';
import { checkContainers, checkEphemeralContainers, checkInitContainers } from './container-validation.ts';
import { checkDnsConfig } from './dns-validation.ts';
import { checkGates, checkSpreading, checkTolerations } from './placement-validation.ts';
import { checkPodResources } from './pod-level-resources.ts';
import { namesProfiles } from './profile-annotations.ts';
import { checkResourceClaims } from './resource-claims.ts';
import { checkResources } from './resource-validation.ts';
import { checkOwnUsers, checkPodSecurityContext } from './security-validation.ts';
import { checkVolumes } from './volume-validation.ts';

const restartPolicies = ['Always', 'OnFailure', 'Never'];
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const noVolumes = new Map<string, never>();

/** On the host's network a host port is the container's. */
function checkHostNetwork(errors: Errors, at: FieldPath, containers: readonly Container[]): void {
  for (const [index, { ports = [] }] of containers.entries()) {
    for (const [portIndex, { hostPort, containerPort }] of ports.entries()) {
      if (!hostPort || hostPort === containerPort) continue;
      const where = at.index(index).child('ports').index(portIndex).child('hostPort');
      errors.push(invalid(where, hostPort, 'must match `containerPort` when `hostNetwork` is true'));
    }
  }
}

function checkHostAliases(errors: Errors, at: FieldPath, aliases: readonly HostAlias[]): void {
  for (const [index, { ip = '', hostnames = [] }] of aliases.entries()) {
    checkIp(errors, at.index(index).child('ip'), ip);
    for (const [nameIndex, name] of hostnames.entries()) checkDnsSubdomain(errors, at.index(index).child('hostnames').index(nameIndex), name);
  }
}

/** What Linux takes for a host's name. */
const longestHostname = 64;

function checkHostnames(errors: Errors, at: FieldPath, { hostname, subdomain, hostnameOverride, setHostnameAsFQDN, hostNetwork }: PodSpec): void {
  if (hostname) checkDnsLabel(errors, at.child('hostname'), hostname);
  if (subdomain) checkDnsLabel(errors, at.child('subdomain'), subdomain);
  if (hostnameOverride === undefined) return;
  const where = at.child('hostnameOverride');
  if (hostnameOverride.length > longestHostname) errors.push(tooLong(where, longestHostname));
  checkDnsSubdomain(errors, where, hostnameOverride);
  if (setHostnameAsFQDN === true) errors.push(forbidden(where, 'may not be specified when setHostnameAsFQDN is true'));
  if (hostNetwork === true) errors.push(forbidden(where, 'may not be specified when hostNetwork is true'));
}

/** Where and by whom the Pod is run. */
function checkPlacement(errors: Errors, at: FieldPath, spec: PodSpec): void {
  if (spec.nodeSelector) checkLabels(errors, at.child('nodeSelector'), spec.nodeSelector);
  checkPodSecurityContext(errors, at, spec);
  if (spec.affinity) checkAffinity(errors, at.child('affinity'), spec.affinity);
  checkDnsConfig(errors, at.child('dnsConfig'), spec.dnsConfig, spec.dnsPolicy);
  for (const [index, { conditionType = '' }] of (spec.readinessGates ?? []).entries()) {
    checkQualifiedName(errors, at.child('readinessGates').index(index).child('conditionType'), conditionType);
  }
  if (spec.schedulingGates) checkGates(errors, at.child('schedulingGates'), spec.schedulingGates);
  if (spec.topologySpreadConstraints) checkSpreading(errors, at.child('topologySpreadConstraints'), spec.topologySpreadConstraints);
  checkOwnUsers(errors, at, spec);
}

/** Names of other things, and times. */
function checkReferences(errors: Errors, at: FieldPath, spec: PodSpec): void {
  if (spec.serviceAccountName) checkDnsSubdomain(errors, at.child('serviceAccountName'), spec.serviceAccountName);
  if (spec.nodeName) checkDnsSubdomain(errors, at.child('nodeName'), spec.nodeName);
  const deadline = spec.activeDeadlineSeconds;
  if (deadline !== undefined && (deadline < 1 || deadline > 2_147_483_647)) {
    errors.push(invalid(at.child('activeDeadlineSeconds'), deadline, 'must be between 1 and 2147483647, inclusive'));
  }
  checkHostnames(errors, at, spec);
  if (spec.tolerations) checkTolerations(errors, at.child('tolerations'), spec.tolerations);
  if (spec.hostAliases) checkHostAliases(errors, at.child('hostAliases'), spec.hostAliases);
  if (spec.priorityClassName) checkDnsSubdomain(errors, at.child('priorityClassName'), spec.priorityClassName);
  if (spec.runtimeClassName !== undefined) checkDnsSubdomain(errors, at.child('runtimeClassName'), spec.runtimeClassName);
  if (spec.preemptionPolicy !== undefined) {
    if (String(spec.preemptionPolicy) === '') errors.push(required(at.child('preemptionPolicy')));
    else checkSupported(errors, at.child('preemptionPolicy'), spec.preemptionPolicy, ['PreemptLowerPriority', 'Never']);
  }
  if (spec.os) {
    if (!spec.os.name) errors.push(required(at.child('os', 'name')));
    else checkSupported(errors, at.child('os'), spec.os.name, ['linux', 'windows']);
  }
  if (hasWindowsOptions(spec)) checkHostProcess(errors, at, spec);
  if (spec.os) checkSystem(errors, at, spec);
  if (spec.overhead) checkResources(errors, at.child('overhead'), { limits: spec.overhead });
}

function hasWindowsOptions({ securityContext, initContainers = [], containers }: PodSpec): boolean {
  return securityContext.windowsOptions !== undefined || [...initContainers, ...containers].some((container) => container.securityContext?.windowsOptions !== undefined);
}

/** A Pod's spec; `podName` where it is a Pod's own, and no template's. */
export function checkPodSpec(errors: Errors, at: FieldPath, spec: PodSpec, podName?: string): void {
  const volumes = spec.volumes ? checkVolumes(errors, at.child('volumes'), spec.volumes, podName) : noVolumes;
  if (spec.resourceClaims) checkResourceClaims(errors, at.child('resourceClaims'), spec.resourceClaims);
  checkContainers(errors, at.child('containers'), spec, volumes);
  checkInitContainers(errors, at.child('initContainers'), spec, volumes);
  checkEphemeralContainers(errors, at.child('ephemeralContainers'), spec, volumes);
  checkPodResources(errors, at, spec);
  if (spec.hostNetwork === true) checkHostNetwork(errors, at.child('containers'), spec.containers);
  if (!restartPolicies.includes(spec.restartPolicy)) checkSupported(errors, at.child('restartPolicy'), spec.restartPolicy, restartPolicies);
  if (!dnsPolicies.includes(spec.dnsPolicy)) checkSupported(errors, at.child('dnsPolicy'), spec.dnsPolicy, dnsPolicies);
  checkPlacement(errors, at, spec);
  checkReferences(errors, at, spec);
}

/** A template of Pods that are to be restarted for ever; `owner` is the kind that has it. */
export function checkRestartingTemplate(errors: Errors, at: FieldPath, template: PodTemplateSpec, owner: string): void {
  checkPodTemplate(errors, at, template);
  const { restartPolicy, activeDeadlineSeconds } = template.spec;
  if (restartPolicy !== 'Always') checkSupported(errors, at.child('spec', 'restartPolicy'), restartPolicy, ['Always']);
  if (activeDeadlineSeconds !== undefined) {
    errors.push(forbidden(at.child('spec', 'activeDeadlineSeconds'), `activeDeadlineSeconds in ${owner} is not Supported`));
  }
}

/** The labels and annotations of a Pod template. */
export function checkTemplateMetadata(errors: Errors, at: FieldPath, { labels, annotations = {} }: PodTemplateSpec['metadata']): void {
  checkLabels(errors, at.child('labels'), labels);
  for (const key of Object.keys(annotations)) addInvalid(errors, at.child('annotations'), key, isQualifiedName(key.toLowerCase()));
}

/** A Pod template. */
export function checkPodTemplate(errors: Errors, at: FieldPath, { metadata, spec }: PodTemplateSpec): void {
  checkTemplateMetadata(errors, at, metadata);
  const isNaming = namesProfiles(metadata?.annotations);
  if (isNaming) checkAnnotatedProfiles(errors, at.child('annotations'), metadata?.annotations, spec);
  checkPodSpec(errors, at.child('spec'), spec);
  if (isNaming) checkSeccompMatch(errors, at.child('spec'), metadata?.annotations, spec);
  if (spec.ephemeralContainers?.length) {
    errors.push(forbidden(at.child('spec', 'ephemeralContainers'), 'ephemeral containers not allowed in pod template'));
  }
}
