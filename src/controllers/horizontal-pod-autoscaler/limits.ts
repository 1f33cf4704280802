/** Numbers of the autoscaler. Times in milliseconds; the flags are kube-controller-manager's. */
export const limits = {
  /** Each autoscaler is looked at so often. --horizontal-pod-autoscaler-sync-period */
  syncMs: 15_000,
  /** Autoscalers that are looked at together. --concurrent-horizontal-pod-autoscaler-syncs */
  workers: 5,
  /** For so long the highest recommendation counts, where an autoscaler says nothing else. --horizontal-pod-autoscaler-downscale-stabilization */
  downscaleStabilizationMs: 300_000,
  /** How far from the target nothing is done yet, as a share of it. --horizontal-pod-autoscaler-tolerance */
  tolerance: 0.1,
  /** CPU of a Pod that has just begun counts only while it is ready. --horizontal-pod-autoscaler-cpu-initialization-period */
  cpuInitializationMs: 300_000,
  /** A Pod that was never ready for longer than this after its start had no beginning to wait for. --horizontal-pod-autoscaler-initial-readiness-delay */
  initialReadinessMs: 30_000,
  /** Without rules: at most this many times what there is, and at least so many. scaleUpLimitFactor, scaleUpLimitMinimum */
  scaleUpFactor: 2,
  scaleUpLeast: 4,
} as const;
