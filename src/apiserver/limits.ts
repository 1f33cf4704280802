/** Numbers of the API server in one place. Times in milliseconds unless named otherwise. */
export const limits = {
  /** A request other than a watch is answered by then. kube-apiserver --request-timeout */
  requestTimeoutMs: 60_000,
  /** Nothing is answered sooner: a request that gives less time than this has come too late when it comes. */
  quickestAnswerMs: 0.05,
  /** A watch without a time-out of its own ends between this and twice this. kube-apiserver --min-request-timeout */
  minRequestTimeoutSeconds: 1_800,
  /** Past events that a watch can begin with. Upstream: watchCache, event freshness 75 s */
  historyFreshMs: 75_000,
  historyLeast: 100,
  historyMost: 10_000,
  /** Events that wait for one slow watcher before its watch is closed. Upstream: cacher, maxWatchChanSizeWithIndexWithoutTrigger */
  watchBacklog: 1_000,
  /** Watchers that want bookmarks get one this often. Upstream: cacher, bookmarkFrequency */
  bookmarkMs: 60_000,
  /** How long a list waits for the cache to be as fresh as etcd. Upstream: blockTimeout */
  freshnessMs: 3_000,
  /** Writes of which is known what became of the object at each stage. */
  passagesKept: 300,
  /** Attempts to write over what others wrote meanwhile. */
  updateAttempts: 100,
  /** Names that generateName appends to are cut to this. Upstream: names.maxGeneratedNameLength */
  generatedNamePrefix: 58,
  /** kube-apiserver --event-ttl */
  eventTtlSeconds: 3_600,
  /** Addresses tried for one Service before the block counts as full. */
  addressAttempts: 4_096,
  /** An etcd lease is shared by what is written within this time. kube-apiserver --lease-reuse-duration-seconds */
  leaseReuseSeconds: 60,
  /** How long etcd's own events are waited for before it is asked how far its watch is, and for the answer. */
  quietMs: 20,
  progressMs: 1_000,
  /** How long the dialling of a kubelet may take. Upstream: kubelet client, 30 s */
  kubeletDialMs: 30_000,
  /** kube-apiserver --etcd-compaction-interval */
  compactionMs: 300_000,
  /** How often a server says that it lives, and how long that counts. Upstream: MasterLease 15 s, EndpointReconcilerInterval 10 s */
  serverLeaseMs: 15_000,
  reconcileMs: 10_000,
  /** Pause before definitions that something kept from being served are looked at again. */
  definitionRetryMs: 1_000,
  /** How often and how long it is looked whether the objects of a deleted definition are gone. Upstream: crd_finalizer.go */
  instanceCheckMs: 5_000,
  instanceDeletionMs: 60_000,
  /** How often is looked whether a new registration of a group has reached the cache. */
  registrationCheckMs: 50,
  /** Pause between attempts to make what a new cluster holds. */
  bootstrapRetryMs: 500,
  /** How many of the objects that a new cluster begins with are made at a time. */
  bootstrapMakers: 64,
  /** How long a component may take to say how it is. Upstream: pkg/probe/http, its client's time-out */
  componentLookMs: 20_000,
  /** How long a health check waits for etcd. kube-apiserver --etcd-healthcheck-timeout */
  healthMs: 2_000,
  /** Evictions that nobody has carried out yet, in one budget. Upstream: MaxDisruptedPodSize */
  disruptedPods: 2_000,
  /** How long a token that was found good is believed. Upstream: TokenSuccessCacheTTL */
  tokenCacheMs: 10_000,
  rememberedCredentials: 1_024,
  /** Answers that are remembered of one user until a role or binding changes. */
  rememberedVerdicts: 4_096,
  /** Users of whom is remembered in which way they may impersonate. */
  rememberedImpersonators: 1_024,
  /** How long a server of another group may take to say what it serves, and when one that did not is asked again. Upstream: remote_available_controller.go */
  discoveryCheckMs: 5_000,
  availabilityMs: 30_000,
  /** Pause before the watch of etcd is opened again. */
  rewatchMs: 1_000,
} as const;
