import type { ConfChange } from '../raft/index.ts';
import type { MemberChange } from './cluster-members.ts';
import type { WriteRequest } from './requests.ts';
import type { KeyValue } from './store/key-value.ts';

/** A member tells, through the log, its name and where it answers clients. Upstream: ClusterMemberAttrSet. */
export interface MemberAttributes {
  readonly type: 'memberAttributes';
  readonly id: number;
  readonly name: string;
  readonly clientUrls: readonly string[];
}

/** What an ordinary entry of the log asks for. */
export type LogRequest = WriteRequest | MemberAttributes;

/** A write on its way through the log, with what tells its proposer that it is its own. */
export class Command {
  /** Number of the member that proposed it. */
  readonly member: number;
  /** Counts that member's proposals over all its lives. */
  readonly sequence: number;
  readonly request: LogRequest;
  /** The versions that it made on the member that did it first; the others share what they come to alike. */
  made: readonly KeyValue[] | undefined = undefined;

  constructor(member: number, sequence: number, request: LogRequest) {
    this.member = member;
    this.sequence = sequence;
    this.request = request;
  }
}

/** What a change of raft's configuration means for the cluster, one step a change, likewise with its proposer. */
export class Reconfiguration {
  readonly member: number;
  readonly sequence: number;
  readonly changes: readonly MemberChange[];

  constructor(member: number, sequence: number, changes: readonly MemberChange[]) {
    this.member = member;
    this.sequence = sequence;
    this.changes = changes;
  }
}

const stepTypes = { add: 'ConfChangeAddNode', promote: 'ConfChangeAddNode', remove: 'ConfChangeRemoveNode', update: 'ConfChangeUpdateNode' } as const;

/** One change alone is made at once; several go through a joint configuration, which is left by itself. */
export function confChangeOf(context: Reconfiguration): ConfChange {
  const steps = context.changes.map((change) => {
    if (change.type === 'add') return { type: change.member.isLearner ? 'ConfChangeAddLearnerNode' : stepTypes.add, nodeId: change.member.id } as const;
    return { type: stepTypes[change.type], nodeId: change.id };
  });
  return { transition: steps.length === 1 ? 'ConfChangeTransitionAuto' : 'ConfChangeTransitionJointImplicit', steps, context };
}

const headBytes = 64;

/** What an entry's data would take on the wire, by the sizes that its writers told. */
export function commandBytes(data: unknown): number {
  if (!(data instanceof Command)) return headBytes;
  const { request } = data;
  if (request.type === 'put') return headBytes + (request.size ?? 0);
  if (request.type !== 'txn') return headBytes;
  let bytes = headBytes;
  for (const operation of request.success) if (operation.type === 'put') bytes += operation.size ?? 0;
  for (const operation of request.failure) if (operation.type === 'put') bytes += operation.size ?? 0;
  return bytes;
}
