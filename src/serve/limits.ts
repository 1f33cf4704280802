/** Numbers of the HTTP door in one place. */
export const limits = {
  /** kube-apiserver's limit of a request's body. Upstream: MaxRequestBodyBytes */
  bodyBytes: 3 * 1024 * 1024,
  /** Answers of at least this size are compressed for who accepts it. Upstream: defaultGzipThresholdBytes */
  gzipBytes: 128 * 1024,
  gzipLevel: 1,
  /** What may wait in the socket of a client that reads slowly before no more is read from the world for it. */
  socketBytes: 1024 * 1024,
  /** How long a new world may take until its nodes are Ready, in its own time. */
  bootMs: 120_000,
  /** Events between two looks at whether they are. */
  askEvery: 16,
  /** How long a forwarded port stays open for answers when its client says no more, in the world's time: connections there end as a whole. */
  lingerMs: 1_000,
  /** How long a connection may take to ask: from its beginning, or since its last answer, to the end of a request's head. Upstream: ReadHeaderTimeout */
  headMs: 32_000,
  /** How long a connection may be idle. Upstream: IdleTimeout */
  idleMs: 90_000,
  /** The longest head of a request: selectors stand in it. Upstream: net/http DefaultMaxHeaderBytes */
  headBytes: 1024 * 1024,
  /** After this much silence a connection is asked whether its client is still there. */
  probeMs: 15_000,
  /** How long a client that was told that its request cannot be read may go on sending. Upstream: net/http rstAvoidanceDelay */
  hearingMs: 500,
  /** How long open requests have to end when the door closes. kube-apiserver --shutdown-delay-duration and what follows */
  closingMs: 1_000,
} as const;
