/** Numbers of the node lifecycle controller. Times in milliseconds. */
export const limits = {
  graceMs: 50_000, // kube-controller-manager --node-monitor-grace-period
  startupGraceMs: 60_000, // kube-controller-manager --node-startup-grace-period
  monitorPeriodMs: 5_000, // kube-controller-manager --node-monitor-period
  evictionsPerSecond: 0.1, // kube-controller-manager --node-eviction-rate
  secondaryEvictionsPerSecond: 0.01, // kube-controller-manager --secondary-node-eviction-rate
  unhealthyShare: 0.55, // kube-controller-manager --unhealthy-zone-threshold
  largeCluster: 50, // kube-controller-manager --large-cluster-size-threshold
} as const;
