// What is refused in security contexts.
// Upstream: pkg/apis/core/validation ValidateSecurityContext, validatePodSpecSecurityContext

import type { Errors } from '../../checks.ts';
import { checkSupported } from '../../checks.ts';
import type { FieldPath } from '../../field-error.ts';
import type { Printed } from '../../field-error.ts';
import { forbidden, invalid, printed, required } from '../../field-error.ts';
import { goFields } from '../../go-struct.ts';
import type { PodSpec, SeccompProfile, SecurityContext } from '../../generated/types.ts';

const largestId = 2_147_483_647;

function checkId(errors: Errors, at: FieldPath, name: string, id: number | undefined): void {
  if (id !== undefined && (id < 0 || id > largestId)) errors.push(invalid(at.child(name), id, `must be between 0 and ${largestId}, inclusive`));
}

function checkSeccomp(errors: Errors, at: FieldPath, profile: SeccompProfile | undefined): void {
  if (!profile) return;
  const { type, localhostProfile } = profile;
  checkSupported(errors, at.child('type'), type, ['Localhost', 'RuntimeDefault', 'Unconfined']);
  if (type === 'Localhost' && !localhostProfile) {
    errors.push(required(at.child('localhostProfile'), 'must be set when seccomp type is Localhost'));
  } else if (type !== 'Localhost' && localhostProfile !== undefined) {
    errors.push(invalid(at, localhostProfile, 'can only be set when seccomp type is Localhost'));
  }
}

/** A container's security context. */
export function checkSecurityContext(errors: Errors, at: FieldPath, context: SecurityContext): void {
  checkId(errors, at, 'runAsUser', context.runAsUser);
  checkId(errors, at, 'runAsGroup', context.runAsGroup);
  if (context.procMount !== undefined) checkSupported(errors, at.child('procMount'), context.procMount, ['Default', 'Unmasked']);
  checkSeccomp(errors, at.child('seccompProfile'), context.seccompProfile);
  checkEscalation(errors, at, context);
  if (context.appArmorProfile) checkSupported(errors, at.child('appArmorProfile', 'type'), context.appArmorProfile.type, ['Localhost', 'RuntimeDefault', 'Unconfined']);
}

const internal = (context: SecurityContext): Printed => printed(JSON.stringify(Object.fromEntries(goFields('v1.SecurityContext', context))));

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
export function checkPodSecurityContext(errors: Errors, specAt: FieldPath, { securityContext: context, shareProcessNamespace, hostPID, hostIPC, hostNetwork, hostUsers }: PodSpec): void {
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
  if (hostUsers === false) {
    for (const [name, isOn] of [['hostNetwork', hostNetwork], ['HostPID', hostPID], ['HostIPC', hostIPC]] as const) {
      if (isOn) errors.push(forbidden(specAt.child(name), 'when `hostUsers` is false'));
    }
  }
  for (const [index, { name }] of (context.sysctls ?? []).entries()) {
    const where = at.child('sysctls').index(index).child('name');
    if (!name) errors.push(required(where));
    else if (!sysctlName.test(name)) errors.push(invalid(where, name, `must have at most 253 characters and match regex ${sysctlPattern}`));
  }
  if (context.fsGroupChangePolicy !== undefined) {
    checkSupported(errors, at.child('fsGroupChangePolicy'), context.fsGroupChangePolicy, ['Always', 'OnRootMismatch']);
  }
  checkSeccomp(errors, at.child('seccompProfile'), context.seccompProfile);
}
