// Upstream: api/v3/v3rpc/rpctypes/error.go

/** The gRPC status under which etcd files its errors. */
export type EtcdErrorCode =
  | 'InvalidArgument'
  | 'NotFound'
  | 'OutOfRange'
  | 'FailedPrecondition'
  | 'ResourceExhausted'
  | 'Unavailable'
  | 'DeadlineExceeded'
  | 'Canceled'
  | 'Unknown';

/** What etcd answers when it cannot do what was asked; the message is etcd's own. */
export class EtcdError extends Error {
  readonly code: EtcdErrorCode;

  /** @param cause the failure of the network behind it, if that is what it was */
  constructor(code: EtcdErrorCode, message: string, cause?: Error) {
    super(message, cause && { cause });
    this.name = 'EtcdError';
    this.code = code;
  }
}

const known = {
  compacted: ['OutOfRange', 'etcdserver: mvcc: required revision has been compacted'],
  futureRevision: ['OutOfRange', 'etcdserver: mvcc: required revision is a future revision'],
  duplicateKey: ['InvalidArgument', 'etcdserver: duplicate key given in txn request'],
  emptyKey: ['InvalidArgument', 'etcdserver: key is not provided'],
  keyNotFound: ['InvalidArgument', 'etcdserver: key not found'],
  valueProvided: ['InvalidArgument', 'etcdserver: value is provided'],
  leaseProvided: ['InvalidArgument', 'etcdserver: lease is provided'],
  tooManyOperations: ['InvalidArgument', 'etcdserver: too many operations in txn request'],
  requestTooLarge: ['InvalidArgument', 'etcdserver: request is too large'],
  leaseNotFound: ['NotFound', 'etcdserver: requested lease not found'],
  leaseExists: ['FailedPrecondition', 'etcdserver: lease already exists'],
  rootUserMissing: ['FailedPrecondition', 'etcdserver: root user does not exist'],
  noSpace: ['ResourceExhausted', 'etcdserver: mvcc: database space exceeded'],
  leaseTtlTooLarge: ['OutOfRange', 'etcdserver: too large lease TTL'],
  memberExists: ['FailedPrecondition', 'etcdserver: member ID already exist'],
  peerUrlExists: ['FailedPrecondition', 'etcdserver: Peer URLs already exists'],
  notEnoughStarted: ['Unknown', 'etcdserver: re-configuration failed due to not enough started members'],
  badPeerUrls: ['InvalidArgument', 'etcdserver: given member URLs are invalid'],
  memberNotLearner: ['FailedPrecondition', 'etcdserver: can only promote a learner member'],
  learnerNotReady: ['FailedPrecondition', 'etcdserver: can only promote a learner member which is in sync with leader'],
  tooManyLearners: ['FailedPrecondition', 'etcdserver: too many learner members in cluster'],
  unhealthy: ['Unavailable', 'etcdserver: unhealthy cluster'],
  notSupportedForLearner: ['FailedPrecondition', 'etcdserver: rpc not supported for learner'],
  memberNotFound: ['NotFound', 'etcdserver: member not found'],
  tooManyRequests: ['ResourceExhausted', 'etcdserver: too many requests'],
  noLeader: ['Unavailable', 'etcdserver: no leader'],
  notLeader: ['FailedPrecondition', 'etcdserver: not leader'],
  leaderChanged: ['Unavailable', 'etcdserver: leader changed'],
  stopped: ['Unavailable', 'etcdserver: server stopped'],
  timeout: ['Unavailable', 'etcdserver: request timed out'],
  timeoutLeaderFailed: ['Unavailable', 'etcdserver: request timed out, possibly due to previous leader failure'],
  timeoutConnectionLost: ['Unavailable', 'etcdserver: request timed out, possibly due to connection lost'],
  timeoutLeaderTransfer: ['Unavailable', 'etcdserver: request timed out, leader transfer took too long'],
  badLeaderTransferee: ['FailedPrecondition', 'etcdserver: bad leader transferee'],
  deadlineExceeded: ['DeadlineExceeded', 'context deadline exceeded'],
} as const satisfies Record<string, readonly [EtcdErrorCode, string]>;

/** Names of the errors that etcd knows. */
export type EtcdErrorName = keyof typeof known;

/** The error of that name. */
export function etcdError(name: EtcdErrorName, cause?: Error): EtcdError {
  const [code, message] = known[name];
  return new EtcdError(code, message, cause);
}

/** Whether it is that error, wherever it was made. */
export function isEtcdError(error: unknown, name: EtcdErrorName): error is EtcdError {
  return error instanceof EtcdError && error.message === known[name][1];
}
