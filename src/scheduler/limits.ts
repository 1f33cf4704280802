/** Numbers of the scheduler in one place. Times in milliseconds. */
export const limits = {
  podInitialBackoffMs: 1_000, // KubeSchedulerConfiguration podInitialBackoffSeconds
  podMaxBackoffMs: 10_000, // KubeSchedulerConfiguration podMaxBackoffSeconds
  unschedulableFlushMs: 300_000, // scheduler: DefaultPodMaxInUnschedulablePodsDuration
  clientRate: { perSecond: 50, burst: 100 }, // KubeSchedulerConfiguration clientConnection qps, burst
} as const;
