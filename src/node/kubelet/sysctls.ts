// Upstream: pkg/kubelet/sysctl (allowlist.go, safe_sysctls.go)
import type { Pod } from '../../kinds/index.ts';
import type { PodEnding } from './pod-worker.ts';

/** What a Pod may set for itself without touching others on its node. */
const safe: ReadonlySet<string> = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);

/** Why the node does not take a Pod that sets parameters of the kernel; undefined: it may. */
export function forbiddenSysctl({ spec }: Pod): PodEnding | undefined {
  const forbidden = spec.securityContext.sysctls?.find(({ name }) => !safe.has(name.replaceAll('/', '.')));
  return forbidden && { reason: 'SysctlForbidden', message: `forbidden sysctl: "${forbidden.name}" not allowlisted` };
}
