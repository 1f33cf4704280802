/** Numbers of the network in one place. Times in milliseconds. */
export const limits = {
  /** First retransmission of a lost segment; doubles up to the greatest. Linux: TCP_RTO_MIN. */
  retransmitMs: 200,
  retransmitGreatestMs: 5_000,
  /** After so many a segment is given up for good. Linux: tcp_retries2. */
  retransmissions: 15,
  /** A connection attempt is given up. Go: net.Dialer of client-go, 30 s. */
  connectTimeoutMs: 30_000,
  /** The first segment of a connection that nobody answers is sent again after this, each time later. Linux: TCP_TIMEOUT_INIT. */
  connectAgainMs: 1_000,
  /** Whether the peer of a silent connection is still there is asked for after this. Go http2: ReadIdleTimeout 30 s */
  pingMs: 30_000,
  /** An open stream to an unreachable peer is given up. Go http2: ReadIdleTimeout 30 s + PingTimeout 15 s. */
  peerLostMs: 45_000,
  /** Latency within one machine. */
  loopbackMs: 0.02,
} as const;
