// Upstream: go.etcd.io/raft/v3 raftpb

/** A member of the group; 0 is nobody. */
export type NodeId = number;
export type Term = number;
/** Position of an entry in the log; the first is 1. */
export type Index = number;

/** Nobody: no vote given, no leader known. */
export const none: NodeId = 0;
/** The writer of a node's own storage, when storage is written asynchronously. */
export const appendThread: NodeId = -1;
/** The one who applies a node's committed entries, when storage is written asynchronously. */
export const applyThread: NodeId = -2;

/** What a node is at the moment. */
export type Role = 'follower' | 'pre-candidate' | 'candidate' | 'leader';

/** The place of an entry: two logs that agree on it agree on all before it. */
export interface EntryId {
  readonly term: Term;
  readonly index: Index;
}

/** One step of a membership change. */
export interface ConfChangeStep {
  readonly type:
    | 'ConfChangeAddNode'
    | 'ConfChangeRemoveNode'
    | 'ConfChangeUpdateNode'
    | 'ConfChangeAddLearnerNode';
  readonly nodeId: NodeId;
}

export type ConfChangeTransition =
  | 'ConfChangeTransitionAuto'
  | 'ConfChangeTransitionJointImplicit'
  | 'ConfChangeTransitionJointExplicit';

/** A membership change as proposed; without steps it asks to leave a joint configuration. */
export interface ConfChange {
  readonly transition: ConfChangeTransition;
  readonly steps: readonly ConfChangeStep[];
  /** Carried along for the application, never read here. */
  readonly context?: unknown;
  /** Told apart by the application; only in changes of the first version. */
  readonly id?: number;
}

/** What is asked to become an entry. */
export type Proposal =
  | { readonly type: 'EntryNormal'; readonly data: unknown }
  | {
      readonly type: 'EntryConfChange' | 'EntryConfChangeV2';
      readonly data: ConfChange | undefined;
    };

/** A line of the log. Its data is a reference that is handed on and never looked into. */
export type Entry = Proposal & EntryId;

/** Who votes, who learns, and, while a joint change is under way, who voted before. */
export interface ConfState {
  readonly voters: readonly NodeId[];
  readonly votersOutgoing: readonly NodeId[];
  readonly learners: readonly NodeId[];
  /** Voters of the outgoing half that become learners when it is left. */
  readonly learnersNext: readonly NodeId[];
  readonly autoLeave: boolean;
}

/** A state of the application and the place in the log that it stands for. */
export interface Snapshot extends EntryId {
  readonly confState: ConfState;
  readonly data: unknown;
}

/** What must be on stable storage before a message that depends on it leaves. */
export interface HardState {
  readonly term: Term;
  readonly vote: NodeId;
  readonly commit: Index;
}

/** What a node believes and may forget. */
export interface SoftState {
  readonly lead: NodeId;
  readonly role: Role;
}

/** A read asked for with `context` may be answered once `index` is applied. */
export interface ReadState {
  readonly index: Index;
  readonly context: string;
}

/** What a node finds on its storage when it starts. */
export interface StoredState {
  readonly hardState: HardState;
  /** The configuration as of the last entry that the application has applied. */
  readonly confState: ConfState;
  /** The entry just before the first that is kept. */
  readonly base: EntryId;
  readonly entries: readonly Entry[];
}

export const emptyHardState: HardState = { term: 0, vote: none, commit: 0 };
export const emptyConfState: ConfState = {
  voters: [],
  votersOutgoing: [],
  learners: [],
  learnersNext: [],
  autoLeave: false,
};

/** The state of a disk that was never written to. */
export const emptyStoredState: StoredState = {
  hardState: emptyHardState,
  confState: emptyConfState,
  base: { term: 0, index: 0 },
  entries: [],
};
