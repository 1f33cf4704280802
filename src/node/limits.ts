/** Numbers of the node in one place. Times in milliseconds. */
export const limits = {
  /** kubelet --node-status-report-frequency */
  nodeStatusReportMs: 300_000,
  /** kubelet nodeLeaseDurationSeconds 40, renewed at a quarter of it. */
  leaseSeconds: 40,
  leaseRenewMs: 10_000,
  /** How often all statuses are compared with the API's, which others may have written over. kubelet: status manager syncPeriod. */
  statusComparisonMs: 10_000,
  /** First pause after a failed registration or lease, doubling up to the greatest. kubelet: 100 ms … 7 s. */
  registerBackOffMs: 100,
  registerBackOffGreatestMs: 7_000,
  /** Restart back-off of a container. kubelet: initialNodeBackoff 10 s, MaxContainerBackOff 300 s; forgotten after twice that. */
  restartBackOffMs: 10_000,
  restartBackOffGreatestMs: 300_000,
  /** Image pull back-off. kubelet: backOffPeriod 10 s, imageBackOffPeriod up to 300 s. */
  pullBackOffMs: 10_000,
  pullBackOffGreatestMs: 300_000,
  /** A Pod whose sync failed is tried again after this, with up to half more. kubelet: backOffOnTransientErrorPeriod. */
  syncBackOffMs: 10_000,
  /** How soon a sync follows a failed pull and shows its back-off. kubelet: the relist of PLEG. */
  relistMs: 1_000,
  /** How often each Pod is looked at without a reason: kubelet's resync, with jitter. A waiting container says CrashLoopBackOff by then. */
  resyncMs: 65_000,
  resyncJitterMs: 25_000,
  /** The share of its life after which a Pod's token is renewed. kubelet: token manager, which leaves a fifth. */
  tokenRenewedAfter: 0.8,
  /** Mount failures: first pause, doubling up to the greatest. kubelet: exponentialbackoff 500 ms … 2 m 2 s. */
  mountBackOffMs: 500,
  mountBackOffGreatestMs: 122_000,
  /** How often a kubelet looks whether a volume has been attached. kubelet: reconcilerLoopSleepPeriod 100 ms, with pauses that grow. */
  attachLookMs: 2_000,
  /** A change of a ConfigMap or Secret reaches the files with the next look at the Pod, somewhere in this period. kubelet --sync-frequency */
  volumeRefreshMs: 60_000,
  /** How long a Pod's sandbox may take. containerd with a bridge network. */
  sandboxMs: [60, 140],
  sandboxStopMs: [20, 60],
  containerCreateMs: [15, 45],
  containerStartMs: [10, 40],
  execStartMs: [5, 15],
  /** What a Pod has at `/dev/shm`. containerd: 64 MiB */
  sharedMemoryBytes: 67_108_864,
  /** Characters of a container's log that are kept; the oldest lines go. kubelet --container-log-max-size, made smaller. */
  logCharacters: 262_144,
  /** Size of a container's terminal until somebody joins it. */
  terminal: { columns: 80, rows: 24 },
  /** Termination messages. kubelet: MaxContainerTerminationMessageLength, MaxContainerTerminationMessageLogLength and Lines. */
  messageCharacters: 4_096,
  messageLogCharacters: 2_048,
  messageLogLines: 80,
  /** Output of an exec probe that is kept. kubelet: maxReadLength 10 KiB. */
  probeOutput: 10_240,
  /** Bytes a millisecond that a node pulls from a registry: 400 Mbit/s. */
  pullBytesPerMs: 50_000,
  /** Unpacking a layer. */
  unpackBytesPerMs: 200_000,
  /** Parts in which a layer arrives. */
  layerParts: 8,
  /** Ended containers kept for each name of a Pod. kubelet --maximum-dead-containers-per-container */
  deadContainers: 1,
  /** preStop and SIGTERM get at least this long. kubelet: minimumGracePeriodInSeconds. */
  leastGraceMs: 2_000,
  /** kubelet --eviction-hard: memory.available<100Mi, nodefs.available<10%. */
  leastMemoryBytes: 104_857_600,
  leastDiskShare: 0.1,
  /** kubelet --eviction-pressure-transition-period */
  pressureTransitionMs: 300_000,
  /** What kubelet, runtime and operating system use of a machine themselves. */
  systemCpuMilli: 35,
  systemMemoryBytes: 419_430_400,
  /** A client that is held to one endpoint and silent this long is forgotten. v1.Service sessionAffinityConfig default 10800 s. */
  affinityMs: 10_800_000,
  /** CoreDNS: ttl of the kubernetes plugin, and its pod verification is off. */
  dnsTtlSeconds: 30,
  /** CoreDNS: forward timeout. */
  dnsForwardMs: 2_000,
} as const;
