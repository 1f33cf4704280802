// The rules of the level baseline: what lets a container out of its box.
// Upstream: k8s.io/pod-security-admission policy (check_*.go)

import type { Container, PodSpec } from '../../../kinds/index.ts';
import type { AnyContainer, PodRule, PodShape, Violation } from './pod-rule.ts';
import { containersOf, named, namesOf, pluralOf, quoted, setters, sortedSet } from './pod-rule.ts';

const appArmorPrefix = 'container.apparmor.security.beta.kubernetes.io/';

function forbiddenAppArmor({ metadata, spec }: PodShape): Violation | undefined {
  const isForbidden = (type: string | undefined): boolean => type !== undefined && type !== 'RuntimeDefault' && type !== 'Localhost';
  const values: string[] = [];
  const note = (type: string | undefined): boolean => {
    if (!isForbidden(type)) return false;
    values.push(type ?? '');
    return true;
  };
  const byPod = note(spec.securityContext.appArmorProfile?.type);
  const byContainers = namesOf(spec, ({ securityContext }) => note(securityContext?.appArmorProfile?.type));
  const byAnnotations = Object.entries(metadata.annotations ?? {})
    .filter(([key, value]) => key.startsWith(appArmorPrefix) && value !== '' && value !== 'runtime/default' && !value.startsWith('localhost/'))
    .map(([key, value]) => `${key}="${value}"`);
  if (!byPod && byContainers.length === 0 && byAnnotations.length === 0) return undefined;
  const who = [setters(byPod, byContainers), byAnnotations.length > 0 ? pluralOf('annotation', byAnnotations.length) : ''].filter((text) => text !== '').join(' and ');
  const forbidden = sortedSet([...values, ...byAnnotations]);
  return { reason: pluralOf('forbidden AppArmor profile', forbidden.length), detail: `${who} must not set AppArmor profile type to ${quoted(forbidden)}` };
}

/** What a container runtime gives to every container. */
const usualCapabilities: ReadonlySet<string> = new Set([
  'AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT',
]);

function unusualCapabilities({ spec }: PodShape): Violation | undefined {
  const detail = addedCapabilities(spec, usualCapabilities);
  return detail === undefined ? undefined : { reason: 'non-default capabilities', detail };
}

/** Which containers add capabilities beyond those, and which. */
export function addedCapabilities(spec: PodSpec, allowed: ReadonlySet<string>): string | undefined {
  const added = ({ securityContext }: AnyContainer): readonly string[] =>
    (securityContext?.capabilities?.add ?? []).filter((capability) => !allowed.has(capability));
  const names = namesOf(spec, (container) => added(container).length > 0);
  if (names.length === 0) return undefined;
  const forbidden = sortedSet(containersOf(spec).flatMap(added));
  return `${named('container', names)} must not include ${quoted(forbidden)} in securityContext.capabilities.add`;
}

function hostNamespaces({ spec }: PodShape): Violation | undefined {
  const fields = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field] === true);
  return fields.length === 0 ? undefined : { reason: 'host namespaces', detail: fields.map((field) => `${field}=true`).join(', ') };
}

function hostPaths({ spec }: PodShape): Violation | undefined {
  const names = (spec.volumes ?? []).filter(({ hostPath }) => hostPath).map(({ name }) => name);
  return names.length === 0 ? undefined : { reason: 'hostPath volumes', detail: named('volume', names) };
}

function hostPorts({ spec }: PodShape): Violation | undefined {
  const used = ({ ports }: AnyContainer): readonly string[] => (ports ?? []).flatMap(({ hostPort }) => (hostPort ? [String(hostPort)] : []));
  const names = namesOf(spec, (container) => used(container).length > 0);
  if (names.length === 0) return undefined;
  const ports = sortedSet(containersOf(spec).flatMap(used));
  return { reason: 'hostPort', detail: `${named('container', names)} ${verb('use', names)} ${pluralOf('hostPort', ports.length)} ${ports.join(', ')}` };
}

/** What a probe or a hook asks. */
interface Asked {
  readonly httpGet?: { readonly host?: string };
  readonly tcpSocket?: { readonly host?: string };
}

/** A probe that names a host of its own is asked from the node: a way around the network's rules. */
function probedHosts({ spec }: PodShape): Violation | undefined {
  const hostOf = (asked: Asked | undefined): readonly string[] => [asked?.httpGet?.host ?? '', asked?.tcpSocket?.host ?? ''].filter((host) => host !== '');
  const hosts = (container: AnyContainer): readonly string[] => {
    const { livenessProbe, readinessProbe, startupProbe, lifecycle }: Partial<Container> = container;
    return [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop].flatMap(hostOf);
  };
  const names = namesOf(spec, (container) => hosts(container).length > 0);
  if (names.length === 0) return undefined;
  const all = sortedSet(containersOf(spec).flatMap(hosts));
  return {
    reason: 'probe or lifecycle host',
    detail: `${named('container', names)} ${verb('use', names)} ${pluralOf('probe or lifecycle host', all.length)} ${quoted(all)}`,
  };
}

function privileged({ spec }: PodShape): Violation | undefined {
  const names = namesOf(spec, ({ securityContext }) => securityContext?.privileged === true);
  return names.length === 0 ? undefined : { reason: 'privileged', detail: `${named('container', names)} must not set securityContext.privileged=true` };
}

/** Containers that see all of /proc. */
export function unmaskedProc({ spec }: PodShape): Violation | undefined {
  const mount = ({ securityContext }: AnyContainer): readonly string[] =>
    (securityContext?.procMount !== undefined && securityContext.procMount !== 'Default' ? [securityContext.procMount] : []);
  const names = namesOf(spec, (container) => mount(container).length > 0);
  if (names.length === 0) return undefined;
  const forbidden = sortedSet(containersOf(spec).flatMap(mount));
  return { reason: 'procMount', detail: `${named('container', names)} must not set securityContext.procMount to ${quoted(forbidden)}` };
}

const firstSeLinuxTypes = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

function seLinux(allowed: ReadonlySet<string>): (pod: PodShape) => Violation | undefined {
  return ({ spec }) => {
    const types: string[] = [];
    let [hasUser, hasRole] = [false, false];
    const isWrong = (options: { readonly type?: string; readonly user?: string; readonly role?: string } | undefined): boolean => {
      const { type = '', user = '', role = '' } = options ?? {};
      if (!allowed.has(type)) types.push(type);
      hasUser ||= user !== '';
      hasRole ||= role !== '';
      return !allowed.has(type) || user !== '' || role !== '';
    };
    const byPod = isWrong(spec.securityContext.seLinuxOptions);
    const names = namesOf(spec, ({ securityContext }) => isWrong(securityContext?.seLinuxOptions));
    if (!byPod && names.length === 0) return undefined;
    const forbidden = sortedSet(types);
    const parts = [
      ...(forbidden.length > 0 ? [`${pluralOf('type', forbidden.length)} ${quoted(forbidden)}`] : []),
      ...(hasUser ? ['user may not be set'] : []),
      ...(hasRole ? ['role may not be set'] : []),
    ];
    return { reason: 'seLinuxOptions', detail: `${setters(byPod, names)} set forbidden securityContext.seLinuxOptions: ${parts.join('; ')}` };
  };
}

/** Who asks for a seccomp profile that is none. */
export function unconfinedSeccomp({ spec }: PodShape): Violation | undefined {
  const values: string[] = [];
  const isWrong = (type: string | undefined): boolean => {
    if (type === undefined || type === 'RuntimeDefault' || type === 'Localhost') return false;
    values.push(type);
    return true;
  };
  const byPod = isWrong(spec.securityContext.seccompProfile?.type);
  const names = namesOf(spec, ({ securityContext }) => isWrong(securityContext?.seccompProfile?.type));
  if (values.length === 0) return undefined;
  return { reason: 'seccompProfile', detail: `${setters(byPod, names)} must not set securityContext.seccompProfile.type to ${quoted(sortedSet(values))}` };
}

const firstSysctls = [
  'kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range', 'net.ipv4.ip_unprivileged_port_start',
];
const reservedPorts = 'net.ipv4.ip_local_reserved_ports';
const keepAlive = ['net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes'];
const buffers = ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'];

function sysctls(...allowed: readonly string[]): (pod: PodShape) => Violation | undefined {
  return ({ spec }) => {
    const forbidden = (spec.securityContext.sysctls ?? []).map(({ name }) => name).filter((name) => !allowed.includes(name));
    return forbidden.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: forbidden.join(', ') };
  };
}

function hostProcess({ spec }: PodShape): Violation | undefined {
  const byPod = spec.securityContext.windowsOptions?.hostProcess === true;
  const names = namesOf(spec, ({ securityContext }) => securityContext?.windowsOptions?.hostProcess === true);
  if (!byPod && names.length === 0) return undefined;
  return { reason: 'hostProcess', detail: `${setters(byPod, names)} must not set securityContext.windowsOptions.hostProcess=true` };
}

function verb(word: string, subjects: readonly unknown[]): string {
  return subjects.length === 1 ? `${word}s` : word;
}

const baseline = (id: string, ...versions: PodRule['versions']): PodRule => ({ id, level: 'baseline', versions });

export const baselineRules: readonly PodRule[] = [
  baseline('appArmorProfile', { since: 0, find: forbiddenAppArmor }),
  baseline('capabilities_baseline', { since: 0, find: unusualCapabilities }),
  baseline('hostNamespaces', { since: 0, find: hostNamespaces }),
  baseline('hostPathVolumes', { since: 0, find: hostPaths }),
  baseline('hostPorts', { since: 0, find: hostPorts }),
  baseline('hostProbesAndhostLifecycle', { since: 34, find: probedHosts }),
  baseline('privileged', { since: 0, find: privileged }),
  baseline('procMount',
    // With users of its own a container's /proc shows nothing of the host's.
    { since: 35, find: (pod) => (pod.spec.hostUsers === false ? undefined : unmaskedProc(pod)) },
    { since: 0, find: unmaskedProc }),
  baseline('seLinuxOptions',
    { since: 31, find: seLinux(new Set([...firstSeLinuxTypes, 'container_engine_t'])) },
    { since: 0, find: seLinux(new Set(firstSeLinuxTypes)) }),
  baseline('seccompProfile_baseline', { since: 19, find: unconfinedSeccomp }),
  baseline('sysctls',
    { since: 32, find: sysctls(...firstSysctls, reservedPorts, ...keepAlive, ...buffers) },
    { since: 29, find: sysctls(...firstSysctls, reservedPorts, ...keepAlive) },
    { since: 27, find: sysctls(...firstSysctls, reservedPorts) },
    { since: 0, find: sysctls(...firstSysctls) }),
  baseline('windowsHostProcess', { since: 0, find: hostProcess }),
];
