/** Numbers of etcd in one place, with the flag or constant that names them upstream. Times in milliseconds. */
export const limits = {
  heartbeatMs: 100, // etcd --heartbeat-interval
  electionTicks: 10, // etcd --election-timeout 1000 / --heartbeat-interval
  snapshotCount: 10_000, // etcd --snapshot-count
  catchUpEntries: 5_000, // etcd --experimental-snapshot-catchup-entries
  maxBytesPerMessage: 1024 * 1024, // etcdserver: maxSizePerMsg
  maxInflightMessages: 512, // etcdserver: maxInflightMsgs
  maxTxnOperations: 128, // etcd --max-txn-ops
  maxRequestBytes: 1.5 * 1024 * 1024, // etcd --max-request-bytes
  requestTimeoutMs: 7_000, // etcdserver: ReqTimeout = 5 s + 2 election timeouts
  readIndexRetryMs: 500, // etcdserver: readIndexRetryTime
  noLeaderChecks: 3, // v3rpc: maxNoLeaderCnt, one each election timeout
  watchBacklog: 1_024, // mvcc: chanBufLen
  watchSyncMs: 100, // mvcc: watchResyncPeriod
  leaseMinTtlSeconds: 2, // lessor: one and a half election timeouts, rounded up
  leaseMaxTtlSeconds: 9_000_000_000, // lessor: MaxLeaseTTL
  leaseRevokeRetryMs: 3_000, // lessor: defaultExpiredleaseRetryInterval
  clientAttempts: 100, // client/v3: defaultUnaryMaxRetries
  clientBackoffMs: 25, // client/v3: defaultBackoffWaitBetween
  /** A connection over which nothing is answered for so long is dead. kube-apiserver: keepaliveTimeout, TCP_USER_TIMEOUT. */
  unansweredMs: 10_000,
  clientPort: 2379,
  peerPort: 2380,
  /** How long one write to the disk takes until it is safe. */
  fsyncLeastMs: 0.5,
  fsyncGreatestMs: 1.5,
  /** When the system writes what nobody has synced. Linux: vm.dirty_writeback_centisecs. */
  writebackMs: 5_000,
  quotaBytes: 2 * 1024 ** 3, // etcd --quota-backend-bytes: 0 stands for 2 GiB
  defragLeastMs: 4,
  defragBytesPerMs: 100_000,
  snapshotPieceCharacters: 32 * 1024, // v3rpc: snapshotSendBufferSize
  maxLearners: 1, // etcd --max-learners
  healthyAfterMs: 5_000, // etcdserver: HealthInterval
  learnerReadyShare: 0.9, // etcdserver: readyPercent
  leaveAfterRemovalMs: 1_000, // etcdserver: stopWithDelay, 10 * 100 ms
  askMembersMs: 1_000, // cluster_util: timeout of a request for the members
  streamRetryMs: 100, // rafthttp: streamReader's retry interval
  streamRetryGreatestMs: 5_000,
  snapshotSendMs: 5_000, // rafthttp: snapResponseReadTimeout
} as const;
