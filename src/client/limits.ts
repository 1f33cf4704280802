/** Numbers of the client library in one place. Times in milliseconds. */
export const limits = {
  /** How long a client waits for the head of an answer. client-go sets none; kubectl and controllers rely on the server's 60 s. */
  requestTimeoutMs: 65_000,
  /** Reflector: first pause after a failed list or watch, doubling up to the greatest. client-go: 800 ms … 30 s. */
  reflectorBackoffMs: 800,
  reflectorBackoffGreatestMs: 30_000,
  /** Work queue: an item's pause doubles from first to greatest. client-go: 5 ms … 1,000 s. */
  queueBackoffMs: 5,
  queueBackoffGreatestMs: 1_000_000,
  /** Work queue: failed keys of one queue that come back at once, and then a second. client-go: BucketRateLimiter. */
  queueRetries: { perSecond: 10, burst: 100 },
  /** Event recorder: similar events are combined from this many on, within this time. client-go: EventCorrelator. */
  similarEvents: 10,
  similarEventsMs: 600_000,
  /** Event recorder: an object's source may send this many at once, and then one each refill. client-go: 25, 1/300 qps. */
  eventBurst: 25,
  eventRefillMs: 300_000,
  /** Events that wait to be sent; more are dropped. client-go: maxQueuedEvents. */
  eventQueue: 1_000,
  /** Different events that a recorder remembers. client-go: maxLruCacheEntries. */
  eventMemory: 4_096,
} as const;
