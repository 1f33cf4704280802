/** For what waits for its answer as long as that takes: `--command-timeout` does not count for it. */
export const noLimit = { timeoutMs: Number.POSITIVE_INFINITY };
