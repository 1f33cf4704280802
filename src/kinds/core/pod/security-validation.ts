// What is refused in security contexts.
// Upstream: pkg/apis/core/validation ValidateSecurityContext, validatePodSpecSecurityContext

import type { Errors } from '../../checks.ts';
import { checkSupported } from '../../checks.ts';
import type { FieldPath } from '../../field-error.ts';
import type { Printed } from '../../field-error.ts';
import { duplicate, forbidden, invalid, printedJson, required, tooLong } from '../../field-error.ts';
import { goFields } from '../../go-struct.ts';
import type { AppArmorProfile, PodSpec, SeccompProfile, SecurityContext, Sysctl } from '../../generated/types.ts';
import { checkWindowsOptions } from '../../later.ts';
import { checkDescendingPath } from '../path-validation.ts';

const largestId = 2_147_483_647;

function checkId(errors: Errors, at: FieldPath, name: string, id: number | undefined): void {
  if (id !== undefined && (id < 0 || id > largestId)) errors.push(invalid(at.child(name), id, `must be between 0 and ${largestId}, inclusive`));
}

function checkSeccomp(errors: Errors, at: FieldPath, profile: SeccompProfile | undefined): void {
  if (!profile) return;
  const { type, localhostProfile } = profile;
  checkProfileType(errors, at, type, 'seccompProfile');
  const where = at.child('localhostProfile');
  if (type !== 'Localhost') {
    if (localhostProfile !== undefined) errors.push(invalid(where, printedJson({ Type: type ?? '', LocalhostProfile: localhostProfile }), 'can only be set when seccomp type is Localhost'));
  } else if (localhostProfile === undefined) {
    errors.push(required(where, 'must be set when seccomp type is Localhost'));
  } else {
    checkDescendingPath(errors, where, localhostProfile);
  }
}

function checkAppArmor(errors: Errors, at: FieldPath, profile: AppArmorProfile | undefined): void {
  if (!profile) return;
  const { type, localhostProfile } = profile;
  checkProfileType(errors, at, type, 'appArmorProfile');
  const where = at.child('localhostProfile');
  if (type !== 'Localhost') {
    const isKnown = type === 'RuntimeDefault' || type === 'Unconfined';
    if (isKnown && localhostProfile !== undefined) errors.push(invalid(where, localhostProfile, 'can only be set when AppArmor type is Localhost'));
  } else if (!localhostProfile) {
    errors.push(required(where, 'must be set when AppArmor type is Localhost'));
  } else {
    if (localhostProfile.trim() !== localhostProfile) errors.push(invalid(where, localhostProfile, 'must not be padded with whitespace'));
    if (localhostProfile.length > longestProfile) errors.push(tooLong(where, longestProfile));
  }
}

/** The longest name of a profile that a kernel loads. */
const longestProfile = 4_095;

function checkProfileType(errors: Errors, at: FieldPath, type: string | undefined, profile: string): void {
  if (!type) errors.push(required(at.child('type'), `type is required when ${profile} is set`));
  else checkSupported(errors, at.child('type'), type, ['Localhost', 'RuntimeDefault', 'Unconfined']);
}

/** A container's security context; a Pod with users of its own may see more of /proc. */
export function checkSecurityContext(errors: Errors, at: FieldPath, context: SecurityContext, hostUsers: boolean | undefined): void {
  checkId(errors, at, 'runAsUser', context.runAsUser);
  checkId(errors, at, 'runAsGroup', context.runAsGroup);
  if (context.procMount !== undefined) checkSupported(errors, at.child('procMount'), context.procMount, ['Default', 'Unmasked']);
  if (context.procMount === 'Unmasked' && hostUsers !== false) errors.push(invalid(at.child('procMount'), context.procMount, '`hostUsers` must be false to use `Unmasked`'));
  checkSeccomp(errors, at.child('seccompProfile'), context.seccompProfile);
  checkEscalation(errors, at, context);
  if (context.windowsOptions) checkWindowsOptions(errors, at.child('windowsOptions'), context.windowsOptions);
  checkAppArmor(errors, at.child('appArmorProfile'), context.appArmorProfile);
}

const internal = (context: SecurityContext): Printed => printedJson(Object.fromEntries(goFields('v1.SecurityContext', context)));

function checkEscalation(errors: Errors, at: FieldPath, context: SecurityContext): void {
  if (context.allowPrivilegeEscalation !== false) return;
  if (context.privileged === true) {
    errors.push(invalid(at, internal(context), 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'));
  }
  if (context.capabilities?.add?.includes('CAP_SYS_ADMIN')) {
    errors.push(invalid(at, internal(context), 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'));
  }
}

const sysctlName = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;
const sysctlPattern = '^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$';

/** The Pod's security context and what belongs to it. */
export function checkPodSecurityContext(errors: Errors, specAt: FieldPath, spec: PodSpec): void {
  const { securityContext: context, shareProcessNamespace, hostPID } = spec;
  const at = specAt.child('securityContext');
  checkId(errors, at, 'fsGroup', context.fsGroup);
  checkId(errors, at, 'runAsUser', context.runAsUser);
  checkId(errors, at, 'runAsGroup', context.runAsGroup);
  for (const [index, group] of (context.supplementalGroups ?? []).entries()) {
    if (group < 0 || group > largestId) {
      errors.push(invalid(at.child('supplementalGroups').index(index), group, `must be between 0 and ${largestId}, inclusive`));
    }
  }
  if (shareProcessNamespace === true && hostPID === true) {
    errors.push(invalid(at.child('shareProcessNamespace'), true, 'ShareProcessNamespace and HostPID cannot both be enabled'));
  }
  checkSysctls(errors, at.child('sysctls'), context.sysctls ?? [], spec);
  const supported = (name: 'fsGroupChangePolicy' | 'supplementalGroupsPolicy' | 'seLinuxChangePolicy', values: readonly string[]): void => {
    if (context[name] !== undefined) checkSupported(errors, at.child(name), context[name], values);
  };
  supported('fsGroupChangePolicy', ['Always', 'OnRootMismatch']);
  checkSeccomp(errors, at.child('seccompProfile'), context.seccompProfile);
  if (context.windowsOptions) checkWindowsOptions(errors, at.child('windowsOptions'), context.windowsOptions);
  checkAppArmor(errors, at.child('appArmorProfile'), context.appArmorProfile);
  supported('supplementalGroupsPolicy', ['Merge', 'Strict']);
  supported('seLinuxChangePolicy', ['Recursive']);
}

/** Who has users of its own shares nothing else with its node. */
export function checkOwnUsers(errors: Errors, at: FieldPath, spec: PodSpec): void {
  if (spec.hostUsers !== false) return;
  for (const [name, isOn] of [['hostNetwork', spec.hostNetwork], ['HostPID', spec.hostPID], ['HostIPC', spec.hostIPC]] as const) {
    if (isOn) errors.push(forbidden(at.child(name), 'when `hostUsers` is false'));
  }
  for (const list of ['initContainers', 'containers'] as const) {
    for (const [index, { volumeDevices = [] }] of (spec[list] ?? []).entries()) {
      if (volumeDevices.length > 0) errors.push(forbidden(at.child(list).index(index).child('volumeDevices'), 'when `hostUsers` is false'));
    }
  }
}

/** Settings of the kernel; what the Pod shares with its node is the node's to set. */
function checkSysctls(errors: Errors, at: FieldPath, sysctls: readonly Sysctl[], { hostNetwork, hostIPC }: PodSpec): void {
  const names = new Set<string>();
  for (const [index, { name }] of sysctls.entries()) {
    const where = at.index(index).child('name');
    if (!name) errors.push(required(where));
    else if (name.length > 253 || !sysctlName.test(name)) errors.push(invalid(where, name, `must have at most 253 characters and match regex ${sysctlPattern}`));
    else if (names.has(name)) errors.push(duplicate(where, name));
    names.add(name);
    const dotted = (name ?? '').replaceAll('/', '.');
    if (hostNetwork && dotted.startsWith('net.')) errors.push(invalid(where, name, "may not be specified when 'hostNetwork' is true"));
    if (hostIPC && sharedMemory.test(dotted)) errors.push(invalid(where, name, "may not be specified when 'hostIPC' is true"));
  }
}

/** What System V IPC and POSIX message queues are set by. */
const sharedMemory = /^(kernel\.(sem|shm|msg)|fs\.mqueue\.)/;
