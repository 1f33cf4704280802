// Upstream: client-go, tools/leaderelection (over coordination.k8s.io Leases)
import { formatMicroTime, withFields } from '../base/index.ts';
import { sleep } from '../kernel/index.ts';
import type { Kernel, Process } from '../kernel/index.ts';
import { ApiError, leaseKind } from '../kinds/index.ts';
import type { Lease, LeaseInput } from '../kinds/index.ts';
import { NetworkError } from '../network/index.ts';
import type { ApiClient } from './api-client.ts';

/** Timings of the election. Defaults are those of kube-scheduler and kube-controller-manager. */
export const electionTimings = {
  leaseDurationMs: 15_000, // --leader-elect-lease-duration
  renewDeadlineMs: 10_000, // --leader-elect-renew-deadline
  retryPeriodMs: 2_000, // --leader-elect-retry-period
} as const;

/** One candidate for a Lease. */
export interface Candidate {
  readonly kernel: Kernel;
  readonly client: ApiClient;
  /** The Lease's name in kube-system. */
  readonly name: string;
  readonly identity: string;
  /** Called when it has the lease. */
  readonly onStarted: () => void;
  /** Called when it has lost it; the component is expected to stop. */
  readonly onStopped: () => void;
}

interface Observed {
  readonly lease: Lease | undefined;
  readonly seenMs: number;
}

/** Gets the lease and keeps it; ends when it is lost. */
export function* runForLeader(candidate: Candidate): Process {
  const { kernel } = candidate;
  const jitter = kernel.random(`leader election ${candidate.identity}`);
  let observed: Observed = { lease: undefined, seenMs: kernel.nowMs };
  for (;;) {
    const attempt = yield* tryToHold(candidate, observed);
    observed = attempt.observed;
    if (attempt.isHeld) break;
    yield* sleep(electionTimings.retryPeriodMs * jitter.between(1, 2.2));
  }
  kernel.record('decision', candidate.identity, { type: 'leader.started', lease: candidate.name });
  candidate.onStarted();
  yield* renew(candidate, observed);
  kernel.record('decision', candidate.identity, { type: 'leader.stopped', lease: candidate.name });
  candidate.onStopped();
}

/** Renews until it has not succeeded for the renew deadline. */
function* renew(candidate: Candidate, first: Observed): Process {
  const { kernel } = candidate;
  let observed = first;
  for (let renewedMs = kernel.nowMs; kernel.nowMs - renewedMs < electionTimings.renewDeadlineMs; ) {
    yield* sleep(electionTimings.retryPeriodMs);
    const attempt = yield* tryToHold(candidate, observed);
    observed = attempt.observed;
    if (attempt.isHeld) renewedMs = kernel.nowMs;
  }
}

function* tryToHold(candidate: Candidate, observed: Observed): Process<{ readonly isHeld: boolean; readonly observed: Observed }> {
  try {
    return yield* claim(candidate, observed);
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
    return { isHeld: false, observed };
  }
}

function* claim(candidate: Candidate, observed: Observed): Process<{ readonly isHeld: boolean; readonly observed: Observed }> {
  const { kernel, client, identity } = candidate;
  const leases = client.of(leaseKind);
  const seen = yield* observe(candidate, observed);
  const { lease } = seen;
  if (!lease) {
    const created = yield* leases.create(newLease(candidate));
    return { isHeld: true, observed: { lease: created, seenMs: kernel.nowMs } };
  }
  const holder = lease.spec.holderIdentity ?? '';
  const isOurs = holder === identity;
  if (!isOurs && holder !== '' && kernel.nowMs < seen.seenMs + electionTimings.leaseDurationMs) {
    return { isHeld: false, observed: seen };
  }
  const now = formatMicroTime(kernel.wallMs);
  const renewed = withFields(lease.spec, { holderIdentity: identity, leaseDurationSeconds: electionTimings.leaseDurationMs / 1000, renewTime: now });
  const spec = isOurs ? renewed : withFields(renewed, { acquireTime: now, leaseTransitions: (lease.spec.leaseTransitions ?? 0) + 1 });
  const updated = yield* leases.update(withFields(lease, { spec }));
  return { isHeld: true, observed: { lease: updated, seenMs: kernel.nowMs } };
}

/** Reads the lease; the time counts from when it was last seen to change. Holders renew what they know without reading. */
function* observe(candidate: Candidate, observed: Observed): Process<Observed> {
  const { kernel, client, name, identity } = candidate;
  if (observed.lease?.spec.holderIdentity === identity) return observed;
  try {
    const lease = yield* client.of(leaseKind).get({ namespace: 'kube-system', name });
    const isSame = observed.lease?.metadata.resourceVersion === lease.metadata.resourceVersion;
    return isSame ? observed : { lease, seenMs: kernel.nowMs };
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound') return { lease: undefined, seenMs: kernel.nowMs };
    throw error;
  }
}

function newLease(candidate: Candidate): LeaseInput {
  const now = formatMicroTime(candidate.kernel.wallMs);
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: candidate.name, namespace: 'kube-system' },
    spec: {
      holderIdentity: candidate.identity,
      leaseDurationSeconds: electionTimings.leaseDurationMs / 1000,
      acquireTime: now,
      renewTime: now,
      leaseTransitions: 0,
    },
  };
}
