// Upstream: capabilities(7), containerd's default set

/** The capabilities in the order of their numbers. */
const names = [
  'CHOWN', 'DAC_OVERRIDE', 'DAC_READ_SEARCH', 'FOWNER', 'FSETID', 'KILL', 'SETGID', 'SETUID', 'SETPCAP', 'LINUX_IMMUTABLE',
  'NET_BIND_SERVICE', 'NET_BROADCAST', 'NET_ADMIN', 'NET_RAW', 'IPC_LOCK', 'IPC_OWNER', 'SYS_MODULE', 'SYS_RAWIO', 'SYS_CHROOT',
  'SYS_PTRACE', 'SYS_PACCT', 'SYS_ADMIN', 'SYS_BOOT', 'SYS_NICE', 'SYS_RESOURCE', 'SYS_TIME', 'SYS_TTY_CONFIG', 'MKNOD', 'LEASE',
  'AUDIT_WRITE', 'AUDIT_CONTROL', 'SETFCAP', 'MAC_OVERRIDE', 'MAC_ADMIN', 'SYSLOG', 'WAKE_ALARM', 'BLOCK_SUSPEND', 'AUDIT_READ',
  'PERFMON', 'BPF', 'CHECKPOINT_RESTORE',
] as const;

const byDefault = [
  'CHOWN', 'DAC_OVERRIDE', 'FSETID', 'FOWNER', 'MKNOD', 'NET_RAW', 'SETGID', 'SETUID', 'SETFCAP', 'SETPCAP', 'NET_BIND_SERVICE', 'SYS_CHROOT',
  'KILL', 'AUDIT_WRITE',
];

/** As whom a container runs. */
export interface ContainerUser {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

/** What a container's security context says of its powers. */
export interface Powers {
  readonly isPrivileged: boolean;
  readonly add: readonly string[];
  readonly drop: readonly string[];
  readonly mayGainPrivileges: boolean;
  /** Whether a seccomp profile filters its system calls. */
  readonly areCallsFiltered: boolean;
}

/** The names of the capabilities that root has in the container. */
export function capabilitiesOf({ isPrivileged, add, drop }: Powers): ReadonlySet<string> {
  if (isPrivileged || add.includes('ALL')) return new Set(names);
  const kept = drop.includes('ALL') ? [] : byDefault.filter((name) => !drop.includes(name));
  return new Set([...kept, ...add.map((name) => name.replace(/^CAP_/, ''))]);
}

/** The set as the kernel prints it: sixteen hexadecimal digits. */
export function capabilityMask(capabilities: ReadonlySet<string>): string {
  let mask = 0n;
  for (const [bit, name] of names.entries()) if (capabilities.has(name)) mask |= 1n << BigInt(bit);
  return mask.toString(16).padStart(16, '0');
}
