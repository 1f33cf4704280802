// What is refused in Pods for Windows, and in what says how Windows runs them.
// Upstream: pkg/apis/core/validation validateWindowsSecurityContextOptions, validateWindows, validateWindowsHostProcessPod, validateLinux

import type { Errors } from '../../checks.ts';
import { addInvalid } from '../../checks.ts';
import type { FieldPath } from '../../field-error.ts';
import { forbidden, invalid } from '../../field-error.ts';
import type { Container, PodSecurityContext, PodSpec, SecurityContext, WindowsSecurityContextOptions } from '../../generated/types.ts';
import { isDnsSubdomain } from '../../names.ts';

const largestCredential = 64 * 1024;
const longestDomain = 256;
const longestUser = 104;
const netBiosName = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const dnsName = /^(?=.{1,255}$)[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?)*$/;

/** As whom and with what credentials Windows runs a container. */
export function checkWindowsOptions(errors: Errors, at: FieldPath, options: WindowsSecurityContextOptions): void {
  const { gmsaCredentialSpecName: name, gmsaCredentialSpec: credential, runAsUserName: user } = options;
  if (name !== undefined) addInvalid(errors, at.child('gmsaCredentialSpecName'), name, isDnsSubdomain(name));
  if (credential === '') errors.push(invalid(at.child('gmsaCredentialSpec'), credential, 'gmsaCredentialSpec cannot be an empty string'));
  else if (credential !== undefined && credential.length > largestCredential) errors.push(invalid(at.child('gmsaCredentialSpec'), credential, 'gmsaCredentialSpec size must be under 64 KiB'));
  if (user !== undefined) addInvalid(errors, at.child('runAsUserName'), user, userErrors(user));
}

/** What is wrong with `DOMAIN\\User`. */
function userErrors(name: string): readonly string[] {
  const field = 'runAsUserName';
  if (name === '') return [`${field} cannot be an empty string`];
  if (/\p{Cc}/u.test(name)) return [`${field} cannot contain control characters`];
  const parts = name.split('\\');
  if (parts.length > 2) return [`${field} cannot contain more than one backslash`];
  const problems: string[] = [];
  const [domain, user = ''] = parts.length === 2 ? parts : [undefined, name];
  if (domain !== undefined) {
    if (domain.length >= longestDomain) problems.push(`runAsUserName's Domain length must be under ${longestDomain} characters`);
    if (!netBiosName.test(domain) && !dnsName.test(domain)) problems.push(`${field}'s Domain doesn't match the NetBios nor the DNS format`);
  }
  if (user === '') problems.push(`${field}'s User cannot be empty`);
  else if (user.length > longestUser) problems.push(`${field}'s User length must not be longer than ${longestUser} characters`);
  else if (/^[. ]+$/.test(user)) problems.push(`${field}'s User cannot contain only periods or spaces`);
  if (/["/\\:;|=,+*?<>@[\]]/.test(user)) problems.push(`${field}'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]`);
  return problems;
}

const podFields = [
  'appArmorProfile', 'seLinuxOptions', 'hostUsers', 'hostPID', 'hostIPC', 'seccompProfile', 'fsGroup', 'fsGroupChangePolicy', 'sysctls',
  'shareProcessNamespace', 'runAsUser', 'runAsGroup', 'supplementalGroups', 'supplementalGroupsPolicy', 'seLinuxChangePolicy',
] as const;
const specFields = ['hostUsers', 'hostPID', 'hostIPC', 'shareProcessNamespace'] as const;
const containerFields = [
  'appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'capabilities', 'readOnlyRootFilesystem', 'privileged', 'allowPrivilegeEscalation',
  'procMount', 'runAsUser', 'runAsGroup',
] as const satisfies readonly (keyof SecurityContext)[];

type SpecField = (typeof specFields)[number];
const isOfSpec = (field: string): field is SpecField => specFields.some((each) => each === field);

/** What a system does not know it is not to be asked for. */
export function checkSystem(errors: Errors, at: FieldPath, spec: PodSpec): void {
  const forContainers = (check: (where: FieldPath, context: SecurityContext) => void): void => {
    for (const [where, { securityContext }] of contexts(at, spec)) if (securityContext) check(where.child('securityContext'), securityContext);
  };
  if (spec.os?.name === 'linux') {
    const wrong = 'windows options cannot be set for a linux pod';
    if (spec.securityContext.windowsOptions) errors.push(forbidden(at.child('securityContext', 'windowsOptions'), wrong));
    forContainers((where, { windowsOptions }) => {
      if (windowsOptions) errors.push(forbidden(where.child('windowsOptions'), wrong));
    });
  }
  if (spec.os?.name !== 'windows') return;
  const wrong = 'cannot be set for a windows pod';
  for (const field of podFields) {
    if (isOfSpec(field)) {
      if (isAsked(field, spec[field])) errors.push(forbidden(at.child(field), wrong));
    } else if (isAsked(field, spec.securityContext[field as keyof PodSecurityContext])) {
      errors.push(forbidden(at.child('securityContext', field), wrong));
    }
  }
  forContainers((where, context) => {
    for (const field of containerFields) if (context[field] !== undefined) errors.push(forbidden(where.child(field), wrong));
  });
}

/** A list without settings and a switch that is off ask for nothing. */
function isAsked(field: string, value: unknown): boolean {
  if (field === 'sysctls') return Array.isArray(value) && value.length > 0;
  return field === 'hostPID' || field === 'hostIPC' ? value === true : value !== undefined;
}

function contexts(at: FieldPath, { containers, initContainers = [] }: PodSpec): readonly (readonly [FieldPath, Container])[] {
  return [
    ...initContainers.map((container, index) => [at.child('initContainers').index(index), container] as const),
    ...containers.map((container, index) => [at.child('containers').index(index), container] as const),
  ];
}

/** A Pod runs as a process of its Windows host with all its containers, or with none. */
export function checkHostProcess(errors: Errors, at: FieldPath, spec: PodSpec): void {
  const ofPod = spec.securityContext.windowsOptions?.hostProcess;
  let count = 0;
  const all = contexts(at, spec);
  for (const [where, { securityContext }] of all) {
    const own = securityContext?.windowsOptions?.hostProcess;
    if (ofPod !== undefined && own !== undefined && own !== ofPod) {
      errors.push(invalid(where.child('securityContext', 'windowsOptions', 'hostProcess'), own, `pod hostProcess value must be identical if both are specified, was ${ofPod}`));
    }
    if (own ?? ofPod) count++;
  }
  if (count === 0) return;
  if (count < all.length) errors.push(invalid(at, '', 'If pod contains any hostProcess containers then all containers must be HostProcess containers'));
  if (spec.hostNetwork !== true) errors.push(invalid(at.child('hostNetwork'), false, 'hostNetwork must be true if pod contains any hostProcess containers'));
}
