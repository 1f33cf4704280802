import { parseObjectId, type EntityId, type Member, type NodeRow, type PodRow, type ServiceRow } from '../../protocol/index.ts';
import type { Rows, World } from './world.ts';

/** Remembers the answer for the last argument: frames that change nothing here cost nothing. */
export function lastOf<Argument, Answer>(compute: (argument: Argument) => Answer): (argument: Argument) => Answer {
  let last: { readonly argument: Argument; readonly answer: Answer } | undefined;
  return (argument) => {
    if (!last || last.argument !== argument) last = { argument, answer: compute(argument) };
    return last.answer;
  };
}

/** Gives back the collection from before for as long as it has the same rows, by what `isSame` asks of them. */
function keptWhile<Row>(isSame: (before: Row, now: Row) => boolean): (rows: Rows<Row>) => Rows<Row> {
  let kept: Rows<Row> = new Map<string, Row>();
  const isKept = (rows: Rows<Row>): boolean => {
    if (rows.size !== kept.size) return false;
    for (const [id, now] of rows) {
      const before = kept.get(id);
      if (before !== now && (before === undefined || !isSame(before, now))) return false;
    }
    return true;
  };
  return (rows) => {
    if (rows !== kept && !isKept(rows)) kept = rows;
    return kept;
  };
}

const noPods: readonly PodRow[] = [];

const groupByNode = lastOf((pods: Rows<PodRow>): ReadonlyMap<string, readonly PodRow[]> => {
  const groups = new Map<string, PodRow[]>();
  for (const pod of pods.values()) {
    if (pod.node === undefined) continue;
    const group = groups.get(pod.node);
    if (group) group.push(pod);
    else groups.set(pod.node, [pod]);
  }
  for (const group of groups.values()) group.sort((a, b) => a.createdMs - b.createdMs || (a.id < b.id ? -1 : 1));
  return groups;
});

/** Pods bound to a node, oldest first: a tile never moves because another one came. */
export function podsOnNode(world: Pick<World, 'pods'>, node: string): readonly PodRow[] {
  return groupByNode(world.pods).get(node) ?? noPods;
}

/** Whether a Pod is drawn in trouble: it stands out then, however many others there are. */
export const isTroubled = ({ phase }: PodRow): boolean => phase === 'failed' || phase === 'crashLoop';

/**
 * The Pods as far as places depend on them: the same collection as before until one comes, goes or is replaced, gets a node or is
 * assumed on one, or gets into trouble or out of it. Its other fields may be older than the world's.
 */
export const placedPods = keptWhile((before: PodRow, now: PodRow) =>
  before.createdMs === now.createdMs && before.node === now.node && before.assumedNode === now.assumedNode && isTroubled(before) === isTroubled(now));

/** Pods that no node has taken, oldest first. */
export const waitingPods = lastOf((pods: Rows<PodRow>): readonly PodRow[] =>
  [...pods.values()].filter((pod) => pod.node === undefined).sort((a, b) => a.createdMs - b.createdMs));

/** The Pod that came last, of those that are not the system's. */
export function newestOfYours(pods: Rows<PodRow>): PodRow | undefined {
  let newest: PodRow | undefined;
  for (const pod of pods.values()) if (pod.namespace !== 'kube-system' && (!newest || pod.createdMs >= newest.createdMs)) newest = pod;
  return newest;
}

/** Services that the map shows: the system's own are folded. */
export const shownServices = lastOf((services: Rows<ServiceRow>): readonly ServiceRow[] =>
  [...services.values()].filter((service) => !service.system).sort((a, b) => (a.id < b.id ? -1 : 1)));

/** Members by name. */
export const sortedMembers = lastOf((members: Rows<Member>): readonly Member[] =>
  [...members.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })));

/** Nodes by name, control planes first. */
export const sortedNodes = lastOf((nodes: Rows<NodeRow>): readonly NodeRow[] =>
  [...nodes.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })));

/** What a tile says in its two lines: the owner's name, and what tells this Pod from its siblings. */
export function podTitle(pod: PodRow): { readonly title: string; readonly suffix: string } {
  const owner = pod.owner === undefined ? undefined : parseObjectId(pod.owner);
  const readiness = `${pod.readyContainers}/${pod.containers}`;
  if (!owner || !pod.name.startsWith(`${owner.name}-`)) return { title: pod.name, suffix: readiness };
  const suffix = pod.name.slice(owner.name.length + 1);
  if (owner.kind === 'StatefulSet') return { title: pod.name, suffix: readiness };
  const top = pod.topOwner === undefined ? undefined : parseObjectId(pod.topOwner);
  return { title: top?.name ?? owner.name, suffix };
}

/** A name in two parts: what it shares with its siblings, and what is its own. */
export function splitName(id: EntityId, owner: EntityId | undefined): { readonly shared: string; readonly own: string } {
  const name = parseObjectId(id)?.name ?? id.slice(id.lastIndexOf('/') + 1);
  const parent = owner === undefined ? undefined : parseObjectId(owner)?.name;
  if (parent === undefined || !name.startsWith(`${parent}-`)) return { shared: '', own: name };
  return { shared: name.slice(0, parent.length + 1), own: name.slice(parent.length + 1) };
}
