import { faultCommand, type EntityId } from '../../../protocol/index.ts';
import type { WordKey } from '../../i18n/index.ts';
import { isOwn } from '../../graph/layout/ownership.ts';
import { sortedMembers } from '../../state/queries.ts';
import type { World } from '../../state/world.ts';

/** Something worth trying now: what it is called, and the command that does it. */
export interface Suggestion {
  readonly word: WordKey;
  readonly values: Readonly<Record<string, string | number>>;
  readonly command: string;
}

/** What suggestions are made from. */
export type Surroundings = Pick<World, 'objects' | 'members' | 'nodes' | 'machines'>;

/** A number that is seen to be another one, and stays small. */
const otherCount = (desired: number): number => (desired < 6 ? desired + 2 : desired - 2);

function workload({ objects }: Surroundings): Suggestion {
  const deployment = [...objects.values()].find((object) => object.kind === 'Deployment' && isOwn(object) && !object.deleting);
  if (!deployment) return { word: 'try.create', values: { count: 3 }, command: 'kubectl create deployment hello --image=nginx --replicas=3' };
  const { name, namespace, status } = deployment;
  const count = otherCount(Number(status.split('/')[1] ?? 1));
  return { word: 'try.scale', values: { name, count }, command: `kubectl scale deployment ${name} --replicas=${count}${namespace === 'default' ? '' : ` -n ${namespace}`}` };
}

/** A fault, or what ends it again. */
function fault(word: WordKey, kind: 'stop' | 'start' | 'powerOff' | 'powerOn', target: EntityId, name: string): Suggestion {
  return { word, values: { name }, command: faultCommand({ fault: kind, target }) };
}

function election({ members, machines }: Surroundings): readonly Suggestion[] {
  const all = sortedMembers(members);
  const down = all.find(({ role, machine }) => role === 'down' && machines.get(machine)?.power === 'on');
  if (down) return [fault('try.start', 'start', down.id, down.name)];
  const leader = all.find(({ role }) => role === 'leader');
  return leader ? [fault('try.stopLeader', 'stop', leader.id, leader.name)] : [];
}

function loss({ nodes, machines }: Surroundings): readonly Suggestion[] {
  const workers = [...nodes.values()].flatMap(({ name, machine }) => { const host = machine === undefined ? undefined : machines.get(machine); return host?.role === 'worker' ? [{ name, host }] : []; });
  const off = workers.find(({ host }) => host.power === 'off');
  if (off) return [fault('try.powerOn', 'powerOn', off.host.id, off.name)];
  // Not the first: what is drawn in the middle is seen to go.
  const worker = workers.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))[workers.length > 1 ? 1 : 0];
  return worker ? [fault('try.powerOff', 'powerOff', worker.host.id, worker.name)] : [];
}

function fullDisk({ nodes }: Surroundings): readonly Suggestion[] {
  const full = [...nodes.values()].find(({ ready, pressures }) => ready === 'True' && pressures.includes('DiskPressure'));
  return full ? [{ word: 'try.freeDisk', values: { name: full.name }, command: `orrery free-disk ${full.name}` }] : [];
}

/** What a person may try next: change something, take the leader away, lose a machine; or mend what was broken so. */
export function suggestionsOf(world: Surroundings): readonly Suggestion[] {
  return world.nodes.size === 0 ? [] : [workload(world), ...election(world), ...loss(world), ...fullDisk(world)];
}
