// Upstream: server/etcdserver/bootstrap.go, cluster_util.go
import type { Kernel, Process } from '../kernel/index.ts';
import { NetworkError } from '../network/index.ts';
import type { Stack } from '../network/index.ts';
import type { ConfChange, ConfState, Entry } from '../raft/index.ts';
import { ClusterMembers } from './cluster-members.ts';
import type { ClusterMember, MemberChange, MembersSnapshot } from './cluster-members.ts';
import { peerAddress } from './cluster-url.ts';
import type { DataDirectory, MemberMetadata } from './data-directory.ts';
import { initialCluster } from './initial-cluster.ts';
import { limits } from './limits.ts';
import { Reconfiguration, confChangeOf } from './command.ts';
import { stateIn } from './member-state.ts';
import type { MemberSettings } from './member-settings.ts';

/** A member cannot start: what etcd writes before it ends. */
export class BootstrapError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BootstrapError';
  }
}

/** Founds a cluster: the log begins with an entry for each of its first members, committed because all are told the same. */
export function foundCluster(kernel: Kernel, directory: DataDirectory, settings: MemberSettings): void {
  const { clusterId, members } = initialCluster(settings.initialCluster, settings.clusterToken);
  const self = members.find(({ name }) => name === settings.name);
  if (!self) throw new BootstrapError(`couldn't find local name "${settings.name}" in the initial cluster configuration`);
  directory.begin(metadataOf(self, clusterId, members), foundingEntries(kernel, clusterId, members), { term: 1, vote: 0, commit: members.length });
}

/** Joins a cluster that runs: asks its members who belongs to it, and finds itself by its URLs. Throws BootstrapError. */
export function* joinCluster(stack: Stack, directory: DataDirectory, settings: MemberSettings): Process {
  const told = settings.initialCluster;
  const known = yield* askForMembers(stack, told.filter(({ name }) => name !== settings.name).flatMap(({ peerUrls }) => peerUrls));
  if (!known) throw new BootstrapError('cannot fetch cluster info from peer urls: could not retrieve cluster information from the given URLs');
  if (known.members.length !== told.length) throw new BootstrapError('error validating peerURLs: member count is unequal');
  for (const { peerUrls } of told) {
    if (!known.members.some((member) => sameUrls(member.peerUrls, peerUrls))) {
      throw new BootstrapError(`error validating peerURLs: unmatched member while checking PeerURLs (${peerUrls.join(',')})`);
    }
  }
  const ownUrls = told.find(({ name }) => name === settings.name)?.peerUrls ?? [];
  const self = known.members.find(({ peerUrls }) => sameUrls(peerUrls, ownUrls));
  if (!self) throw new BootstrapError(`couldn't find local name "${settings.name}" in the initial cluster configuration`);
  directory.begin(metadataOf(self, known.clusterId, known.members), [], undefined);
}

/**
 * Makes the member the only one: what was not committed is dropped, and entries that remove all the others are appended as if
 * they were committed.
 */
export function forceNewCluster(directory: DataDirectory): void {
  const { metadata } = directory;
  if (!metadata) return;
  const { hardState, snapshot, entries } = directory.peek();
  const members = new ClusterMembers(snapshot ? stateIn(snapshot).members : { clusterId: metadata.clusterId, members: [], removed: [] });
  for (const { index, data } of entries) {
    const context = index <= hardState.commit && isConfChange(data) ? data.context : undefined;
    if (context instanceof Reconfiguration) for (const change of context.changes) members.apply(change);
  }
  const { term, commit } = hardState;
  const others = members.all.filter(({ id }) => id !== metadata.id);
  const changes: MemberChange[] = others.map(({ id }) => ({ type: 'remove', id }));
  if (members.get(metadata.id)?.isLearner) changes.unshift({ type: 'promote', id: metadata.id });
  const appended = changes.map((change, at) => entryOf(change, term, commit + 1 + at));
  directory.begin(metadata, appended, { ...hardState, commit: commit + appended.length });
}

/** What the first of the URLs that answers says of the cluster. */
export function* askForMembers(stack: Stack, urls: readonly string[]): Process<MembersSnapshot | undefined> {
  for (const url of urls) {
    const to = peerAddress(url);
    if (!to) continue;
    try {
      const { payload } = yield* stack.call({ ...to, kind: 'control', payload: membersQuestion, timeoutMs: limits.askMembersMs });
      // What a member's peer port answers to this question.
      if (typeof payload === 'object' && payload !== null && 'members' in payload) return payload as MembersSnapshot;
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
    }
  }
  return undefined;
}

/** What a member that starts asks the others at their peer ports. */
export const membersQuestion = { type: 'members' } as const;

/** The configuration of a cluster that consists of these members. */
export function confStateOf(members: readonly ClusterMember[]): ConfState {
  const ids = (isLearner: boolean): readonly number[] => members.filter((member) => member.isLearner === isLearner).map(({ id }) => id).sort((a, b) => a - b);
  return { voters: ids(false), votersOutgoing: [], learners: ids(true), learnersNext: [], autoLeave: false };
}

/** The first entries of the clusters of each world: one object for all members, as for every other entry, since each makes the same. */
const founding = new WeakMap<Kernel, Map<string, readonly Entry[]>>();

function foundingEntries(kernel: Kernel, clusterId: string, members: readonly ClusterMember[]): readonly Entry[] {
  let known = founding.get(kernel);
  if (!known) founding.set(kernel, (known = new Map()));
  let entries = known.get(clusterId);
  if (!entries) known.set(clusterId, (entries = members.map((member, at) => entryOf({ type: 'add', member }, 1, at + 1))));
  return entries;
}

function entryOf(change: MemberChange, term: number, index: number): Entry {
  const context = new Reconfiguration(0, -1, [change]);
  return { type: 'EntryConfChange', term, index, data: confChangeOf(context) };
}

function isConfChange(data: unknown): data is ConfChange {
  return typeof data === 'object' && data !== null && 'steps' in data;
}

function metadataOf({ id, memberId }: ClusterMember, clusterId: string, contacts: readonly ClusterMember[]): MemberMetadata {
  return { id, memberId, clusterId, contacts };
}

function sameUrls(urls: readonly string[], others: readonly string[]): boolean {
  return urls.length === others.length && urls.every((url) => others.includes(url));
}
