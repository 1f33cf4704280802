// What is refused in a Pod's containers, init containers and ephemeral containers.
// Upstream: pkg/apis/core/validation validateContainers, validateInitContainers, validateContainerCommon

import type { Errors } from '../../checks.ts';
import { addInvalid, checkDnsLabel, checkSupported } from '../../checks.ts';
import type { FieldPath } from '../../field-error.ts';
import { duplicate, forbidden, invalid, notFound, required, tooMany } from '../../field-error.ts';
import type { Container, ContainerPort, ContainerResizePolicy, ContainerRestartRuleOnExitCodes, PodSpec } from '../../generated/types.ts';
import { isPortName, isPortNumber } from '../../names.ts';
import { checkEnv, checkEnvFrom } from './env-validation.ts';
import type { Volumes } from './mount-validation.ts';
import { checkDevices, checkMounts } from './mount-validation.ts';
import { isSidecar } from './pod-state.ts';
import { checkHooksAndProbes, forbidHooksAndProbes } from './probe-validation.ts';
import { checkUsedClaims } from './resource-claims.ts';
import { checkResources } from './resource-validation.ts';
import { checkSecurityContext } from './security-validation.ts';

const noVolumes: NonNullable<PodSpec['volumes']> = [];
const protocols = ['SCTP', 'TCP', 'UDP'];
const messagePolicies = ['File', 'FallbackToLogsOnError'];
const pullPolicies = ['Always', 'IfNotPresent', 'Never'];

function checkPorts(errors: Errors, at: FieldPath, ports: readonly ContainerPort[]): void {
  const names = new Set<string>();
  for (const [index, { name, containerPort, hostPort, protocol }] of ports.entries()) {
    const where = at.index(index);
    if (name) {
      const problems = isPortName(name);
      if (problems.length > 0) addInvalid(errors, where.child('name'), name, problems);
      else if (names.has(name)) errors.push(duplicate(where.child('name'), name));
      else names.add(name);
    }
    if (!containerPort) errors.push(required(where.child('containerPort')));
    else if (containerPort < 1 || containerPort > 65_535) addInvalid(errors, where.child('containerPort'), containerPort, isPortNumber(containerPort));
    if (hostPort) addInvalid(errors, where.child('hostPort'), hostPort, isPortNumber(hostPort));
    if (!protocols.includes(protocol)) checkSupported(errors, where.child('protocol'), protocol, protocols);
  }
}

/** Two containers cannot have the same port of the host. */
function checkHostPorts(errors: Errors, at: FieldPath, containers: readonly Container[], first = 0): void {
  let taken: Set<string> | undefined;
  for (const [index, { ports = [] }] of containers.entries()) {
    for (const [portIndex, { hostPort, hostIP = '', protocol }] of ports.entries()) {
      if (!hostPort) continue;
      const claim = `${protocol}/${hostIP}/${hostPort}`;
      taken ??= new Set();
      if (taken.has(claim)) errors.push(duplicate(at.index(first + index).child('ports').index(portIndex).child('hostPort'), claim));
      taken.add(claim);
    }
  }
}

/** What every sort of container has to keep to. */
function checkContainer(errors: Errors, at: FieldPath, container: Container, spec: PodSpec, volumes: Volumes): void {
  const { name = '', ports, env, envFrom, volumeMounts, volumeDevices, resources, resizePolicy, securityContext } = container;
  if (name === '') errors.push(required(at.child('name')));
  else checkDnsLabel(errors, at.child('name'), name);
  if (container.image === '') errors.push(required(at.child('image')));
  if (!messagePolicies.includes(container.terminationMessagePolicy)) {
    checkSupported(errors, at.child('terminationMessagePolicy'), container.terminationMessagePolicy, messagePolicies);
  }
  if (ports) checkPorts(errors, at.child('ports'), ports);
  if (env) checkEnv(errors, at.child('env'), env, spec.volumes ?? noVolumes);
  if (envFrom) checkEnvFrom(errors, at.child('envFrom'), envFrom);
  if (volumeMounts) checkMounts(errors, at.child('volumeMounts'), container, volumes);
  if (volumeDevices) checkDevices(errors, at.child('volumeDevices'), container, volumes);
  if (!pullPolicies.includes(container.imagePullPolicy)) {
    checkSupported(errors, at.child('imagePullPolicy'), container.imagePullPolicy, pullPolicies);
  }
  if (resources.limits || resources.requests) checkResources(errors, at.child('resources'), resources);
  if (resources.claims) checkUsedClaims(errors, at.child('resources', 'claims'), resources.claims, spec.resourceClaims);
  if (resizePolicy) checkResizePolicy(errors, at.child('resizePolicy'), resizePolicy, spec.restartPolicy);
  if (securityContext) checkSecurityContext(errors, at.child('securityContext'), securityContext, spec.hostUsers);
}

/** When a container is restarted, where it differs from the Pod's policy. */
function checkRestartPolicy(errors: Errors, at: FieldPath, { restartPolicy, restartPolicyRules: rules = [] }: Container): void {
  if (restartPolicy !== undefined) checkSupported(errors, at.child('restartPolicy'), restartPolicy, ['Always', 'Never', 'OnFailure']);
  else if (rules.length > 0) errors.push(required(at.child('restartPolicy'), 'must specify restartPolicy when restart rules are used'));
  if (rules.length > maxRestartRules) errors.push(tooMany(at.child('restartPolicyRules'), rules.length, maxRestartRules));
  for (const [index, { action, exitCodes }] of rules.entries()) {
    const where = at.child('restartPolicyRules').index(index);
    checkSupported(errors, where.child('action'), action, ['Restart', 'RestartAllContainers']);
    if (!exitCodes) errors.push(required(where.child('exitCodes'), 'must be specified'));
    else checkExitCodes(errors, where.child('exitCodes'), exitCodes);
  }
}

function checkExitCodes(errors: Errors, at: FieldPath, { operator, values = [] }: ContainerRestartRuleOnExitCodes): void {
  checkSupported(errors, at.child('operator'), operator, ['In', 'NotIn']);
  if (values.length > maxExitCodes) errors.push(tooMany(at.child('values'), values.length, maxExitCodes));
}

const maxRestartRules = 20;
const maxExitCodes = 255;

/** What becomes of a container whose resources change while it runs. Its errors name the list and not its item, as Kubernetes does. */
function checkResizePolicy(errors: Errors, at: FieldPath, policies: readonly ContainerResizePolicy[], ofPod: string): void {
  const seen = new Set<string>();
  for (const [index, { resourceName, restartPolicy }] of policies.entries()) {
    if (seen.has(resourceName)) errors.push(duplicate(at.index(index), resourceName));
    seen.add(resourceName);
    checkGiven(errors, at, resourceName, ['cpu', 'memory']);
    checkGiven(errors, at, restartPolicy, ['NotRequired', 'RestartContainer']);
    if (ofPod === 'Never' && restartPolicy && restartPolicy !== 'NotRequired') errors.push(invalid(at, restartPolicy, "must be 'NotRequired' when pod `restartPolicy` is 'Never'"));
  }
}

function checkGiven(errors: Errors, at: FieldPath, value: string | undefined, supported: readonly string[]): void {
  if (!value) errors.push(required(at));
  else checkSupported(errors, at, value, supported);
}

/** The containers of a Pod: at least one. */
export function checkContainers(errors: Errors, at: FieldPath, spec: PodSpec, volumes: Volumes): void {
  if (spec.containers.length === 0) {
    errors.push(required(at));
    return;
  }
  const names = new Set<string>();
  for (const [index, container] of spec.containers.entries()) {
    const where = at.index(index);
    checkContainer(errors, where, container, spec, volumes);
    if (names.has(container.name)) errors.push(duplicate(where.child('name'), container.name));
    names.add(container.name);
    checkHooksAndProbes(errors, where, container, spec.terminationGracePeriodSeconds);
    checkRestartPolicy(errors, where, container);
  }
  checkHostPorts(errors, at, spec.containers);
}

/** The init containers, whose names must differ from the others' too. */
export function checkInitContainers(errors: Errors, at: FieldPath, spec: PodSpec, volumes: Volumes): void {
  if (!spec.initContainers) return;
  const names = new Set(spec.containers.map((container) => container.name));
  for (const [index, container] of spec.initContainers.entries()) {
    const where = at.index(index);
    checkContainer(errors, where, container, spec, volumes);
    checkRestartPolicy(errors, where, container);
    if (names.has(container.name)) errors.push(duplicate(where.child('name'), container.name));
    if (container.name) names.add(container.name);
    checkHostPorts(errors, at, [container], index);
    if (isSidecar(container)) checkHooksAndProbes(errors, where, container, spec.terminationGracePeriodSeconds);
    else forbidHooksAndProbes(errors, where, container);
  }
}

/** Containers that were added to a running Pod to look into it. */
export function checkEphemeralContainers(errors: Errors, at: FieldPath, spec: PodSpec, volumes: Volumes): void {
  if (!spec.ephemeralContainers) return;
  const targets = new Set([...spec.containers, ...(spec.initContainers ?? [])].map((container) => container.name));
  const names = new Set(targets);
  for (const [index, container] of spec.ephemeralContainers.entries()) {
    checkContainer(errors, at.index(index), container, spec, volumes);
    if (names.has(container.name)) errors.push(duplicate(at.index(index).child('name'), container.name));
    names.add(container.name);
    const { targetContainerName } = container;
    if (targetContainerName && !targets.has(targetContainerName)) errors.push(notFound(at.index(index).child('targetContainerName'), targetContainerName));
    for (const field of notEphemeral) {
      const value = container[field];
      const isSaid = value !== undefined && (pointers.has(field) || Object.keys(value).length > 0);
      if (isSaid) errors.push(forbidden(at.index(index).child(field), 'cannot be set for an Ephemeral Container'));
    }
  }
}

/** Fields that are said as soon as they are there. */
const pointers: ReadonlySet<string> = new Set(['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle']);

/** What makes no sense for a container that comes late and is never started again; in the order of the type. */
const notEphemeral = ['ports', 'resources', 'resizePolicy', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'] as const;
