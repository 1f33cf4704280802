// Upstream: sysctl(8), proc_sys(5)
import { Disk, operatingSystem } from '../../machine/index.ts';

/** What says how a Pod's kernel parameters differ from those of a Linux that nobody has touched. */
export interface ParameterFacts {
  readonly hostname: string;
  readonly isHostNetwork: boolean;
  readonly sysctls: readonly { readonly name: string; readonly value: string }[];
  readonly now: () => number;
}

/** `/proc/sys` of a Pod: a file for each parameter. */
export function kernelParameters({ hostname, isHostNetwork, sysctls, now }: ParameterFacts): Disk {
  const disk = new Disk(now);
  const set = (name: string, value: string): void => {
    const path = `/${name.includes('/') ? name : name.replaceAll('.', '/')}`;
    disk.makeDirectory(path.slice(0, path.lastIndexOf('/')), { parents: true });
    disk.write(path, `${value.trim().replace(/\s+/g, '\t')}\n`);
  };
  for (const [name, value] of usual) set(name, value);
  set('kernel/hostname', hostname);
  if (isHostNetwork) for (const [name, value] of ofMachines) set(name, value);
  for (const { name, value } of sysctls) set(name, value);
  return disk;
}

/** The network of a machine is no namespace of its own: ports below 1024 are for root, and it forwards for its Pods. */
const ofMachines: readonly (readonly [string, string])[] = [['net/ipv4/ip_unprivileged_port_start', '1024'], ['net/ipv4/ip_forward', '1']];

const usual: readonly (readonly [string, string])[] = [
  ['fs/file-max', '9223372036854775807'], ['fs/inotify/max_user_instances', '128'], ['fs/inotify/max_user_watches', '65536'], ['fs/nr_open', '1048576'],
  ['kernel/domainname', '(none)'], ['kernel/msgmax', '8192'], ['kernel/msgmnb', '16384'], ['kernel/msgmni', '32000'],
  ['kernel/osrelease', operatingSystem.kernelRelease], ['kernel/ostype', 'Linux'], ['kernel/pid_max', '4194304'], ['kernel/sem', '32000 1024000000 500 32000'],
  ['kernel/shm_rmid_forced', '0'], ['kernel/shmall', '18446744073692774399'], ['kernel/shmmax', '18446744073692774399'], ['kernel/shmmni', '4096'], ['kernel/threads-max', '62930'],
  ['net/core/somaxconn', '4096'], ['net/ipv4/conf/all/rp_filter', '0'], ['net/ipv4/ip_default_ttl', '64'], ['net/ipv4/ip_forward', '0'],
  ['net/ipv4/ip_local_port_range', '32768 60999'], ['net/ipv4/ip_local_reserved_ports', ''], ['net/ipv4/ip_unprivileged_port_start', '0'], ['net/ipv4/ping_group_range', '0 2147483647'],
  ['net/ipv4/tcp_fin_timeout', '60'], ['net/ipv4/tcp_keepalive_intvl', '75'], ['net/ipv4/tcp_keepalive_probes', '9'], ['net/ipv4/tcp_keepalive_time', '7200'],
  ['net/ipv4/tcp_max_syn_backlog', '2048'], ['net/ipv4/tcp_retries2', '15'], ['net/ipv4/tcp_rmem', '4096 131072 33554432'], ['net/ipv4/tcp_syncookies', '1'],
  ['net/ipv4/tcp_tw_reuse', '2'], ['net/ipv4/tcp_wmem', '4096 16384 4194304'], ['net/ipv6/conf/all/disable_ipv6', '0'],
  ['vm/max_map_count', '65530'], ['vm/overcommit_memory', '0'], ['vm/swappiness', '60'],
];
