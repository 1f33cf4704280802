// History is kept for five minutes. Of several servers, the one that first counts a key up does the work of that round.
// Upstream: k8s.io/apiserver pkg/storage/etcd3/compact.go

import { EtcdError } from '../../etcd/index.ts';
import type { EtcdClient } from '../../etcd/index.ts';
import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { limits } from '../limits.ts';

/** Never under `/registry/`, so that no watch sees it. */
export const compactionKey = 'compact_rev_key';

interface Round {
  /** How often the key was written, as far as this server knows. */
  readonly count: number;
  /** The revision at the time of the last round; 0 before the first. */
  readonly revision: number;
}

/** Compacts what was before the last round, for ever. */
export function* compactRegularly(client: EtcdClient): Process<never> {
  let round: Round = { count: 0, revision: 0 };
  for (;;) {
    yield* sleep(limits.compactionMs);
    try {
      round = yield* compactOnce(client, round);
    } catch (error) {
      // Somebody else has compacted further, or etcd is away: the next round is not far.
      if (!(error instanceof EtcdError)) throw error;
    }
  }
}

function* compactOnce(client: EtcdClient, { count, revision }: Round): Process<Round> {
  const { result, header } = yield* client.txn({
    compare: [{ key: compactionKey, target: 'version', result: '=', operand: count }],
    success: [{ type: 'put', key: compactionKey, value: String(revision) }],
    failure: [{ type: 'range', key: compactionKey }],
  }, { timeoutMs: limits.requestTimeoutMs });
  if (!result.succeeded) {
    const [response] = result.responses;
    const version = response?.type === 'range' ? response.kvs[0]?.version : undefined;
    return { count: version ?? 0, revision: header.revision };
  }
  if (revision > 0) yield* client.compact(revision, { timeoutMs: limits.requestTimeoutMs });
  return { count: count + 1, revision: header.revision };
}
