import { entityType, faultCommand, machineId, machineOf, parseObjectId, type EntityId, type Fault } from '../../protocol/index.ts';
import type { WordKey } from '../i18n/index.ts';
import { runCommand } from '../state/actions.ts';
import { openFile } from '../state/files.ts';
import { send, select } from '../state/link.ts';
import { notify, useView } from '../state/view.ts';
import { useWorld } from '../state/store.ts';
import { writesOf } from '../panels/raft/side/client.tsx';
import { linkEnds, wallId } from '../panels/raft/verbs/link-ids.ts';
import { linkVerbs, wallVerbs } from '../panels/raft/verbs/link-verbs.ts';
import { memberVerbs } from '../panels/raft/verbs/member-verbs.ts';
import { messageVerbs as raftMessageVerbs } from '../panels/raft/verbs/message-verbs.ts';
import { doVerb, twinOf, type RaftVerb } from '../panels/raft/verbs/raft-verb.ts';

/** One line of a menu of verbs. */
export interface MenuVerb {
  readonly label: WordKey;
  readonly values?: Readonly<Record<string, string | number>>;
  /** The command line that does the same. */
  readonly twin?: string;
  /** The key that does it while the thing is selected. */
  readonly key?: string;
  readonly run: () => void;
  /** Begins a new group. */
  readonly parted?: true;
}

const fault = (label: WordKey, of: Fault, values?: Readonly<Record<string, string>>): MenuVerb =>
  ({ label, twin: faultCommand(of), run: () => send({ type: 'fault', fault: of }), ...(values ? { values } : {}) });
const command = (label: WordKey, twin: string): MenuVerb => ({ label, twin, run: () => runCommand(twin) });
const nameArgument = (namespace: string): string => (namespace === '' || namespace === 'default' ? '' : ` -n ${namespace}`);

/** Everything that can be done to a thing, by what it is. */
export function verbsFor(id: EntityId): readonly MenuVerb[] {
  const why: MenuVerb = { label: 'verb.select', run: () => select(id) };
  switch (entityType(id)) {
    case 'object': return [why, ...objectVerbs(id)];
    case 'machine': return [why, ...machineVerbs(id)];
    case 'component': return [why, ...componentVerbs(id)];
    case 'message': return [why, ...messageVerbs(id)];
    default: return betweenVerbs(id) ?? [why];
  }
}

/** A verb of the Raft laboratory as a line of a menu. */
const ofRaft = (verb: RaftVerb): MenuVerb => ({
  label: verb.word, twin: twinOf(verb), run: () => doVerb(verb),
  ...(verb.values ? { values: verb.values } : {}), ...(verb.key === undefined ? {} : { key: verb.key }), ...(verb.parted ? { parted: true } : {}),
});

/** What can be done to a link or a wall; undefined for ids of things of the world. */
function betweenVerbs(id: EntityId): readonly MenuVerb[] | undefined {
  if (id === wallId) return wallVerbs.map(ofRaft);
  const ends = linkEnds(id);
  const { machines } = useWorld.getState();
  return ends && linkVerbs(ends[0], ends[1], (from, to) => machines.get(machineId(from))?.cutFrom.includes(machineId(to)) ?? false).map(ofRaft);
}

function objectVerbs(id: EntityId): readonly MenuVerb[] {
  const object = parseObjectId(id);
  if (!object) return [];
  const { kind, namespace, name } = object;
  const plural = kind.toLowerCase();
  const ns = nameArgument(namespace);
  const common: MenuVerb[] = [command('verb.describe', `kubectl describe ${plural} ${name}${ns}`)];
  const owner = useWorld.getState().objects.get(id)?.owners[0] ?? useWorld.getState().pods.get(id)?.owner;
  if (owner !== undefined) common.push({ label: 'verb.owner', run: () => select(owner) });
  common.push({ label: 'verb.copyName', run: () => void navigator.clipboard.writeText(name).then(() => notify(name)) });
  if (useView.getState().selected === id && useView.getState().inspection?.yaml !== undefined) {
    common.push({ label: 'verb.edit', run: () => void openFile(`${name}.yaml`, useView.getState().inspection?.yaml ?? '') });
  }
  const end: MenuVerb = { ...command('verb.delete', `kubectl delete ${plural} ${name}${ns}`), parted: true };
  switch (kind) {
    case 'Pod': return [...common, command('verb.logs', `kubectl logs ${name}${ns}`), command('verb.shell', `kubectl exec -it ${name}${ns} -- sh`), end];
    case 'Node': return [...common, ...nodeVerbs(name), end];
    case 'Deployment': case 'ReplicaSet': case 'StatefulSet': {
      const desired = Number(/\/(\d+)/.exec(useWorld.getState().objects.get(id)?.status ?? '')?.[1] ?? '1');
      return [...common, command('verb.scaleUp', `kubectl scale ${plural} ${name}${ns} --replicas=${desired + 1}`), command('verb.scaleDown', `kubectl scale ${plural} ${name}${ns} --replicas=${Math.max(0, desired - 1)}`),
        ...(kind === 'ReplicaSet' ? [] : [command('verb.restart', `kubectl rollout restart ${plural} ${name}${ns}`)]), end];
    }
    default: return [...common, end];
  }
}

function nodeVerbs(name: string): readonly MenuVerb[] {
  const node = useWorld.getState().nodes.get(`object/Node//${name}`);
  const verbs = [
    node?.unschedulable ? command('verb.uncordon', `kubectl uncordon ${name}`) : command('verb.cordon', `kubectl cordon ${name}`),
    command('verb.drain', `kubectl drain ${name} --ignore-daemonsets`),
  ];
  return node?.machine === undefined ? verbs : [...verbs, ...machineVerbs(node.machine)];
}

function machineVerbs(id: EntityId): readonly MenuVerb[] {
  const machine = useWorld.getState().machines.get(id);
  if (!machine) return [];
  if (machine.power === 'off') return [{ ...fault('verb.powerOn', { fault: 'powerOn', target: id }), parted: true }];
  const frozen = machine.power === 'frozen';
  return [
    { ...fault('verb.powerOff', { fault: 'powerOff', target: id }), parted: true },
    fault('verb.crash', { fault: 'crash', target: id }),
    frozen ? fault('verb.unfreeze', { fault: 'unfreeze', target: id }) : fault('verb.freeze', { fault: 'freeze', target: id }),
    machine.cutFrom.length > 0 ? fault('verb.rejoin', { fault: 'rejoin', target: id }) : fault('verb.isolate', { fault: 'isolate', target: id }),
    fault('verb.slow', { fault: 'slow', target: id, factor: 10 }),
    fault('verb.fillDisk', { fault: 'fillDisk', target: id }),
    ...cutVerbs(id),
  ];
}

/** Cutting or healing the link between this machine and the one that is selected. */
function cutVerbs(id: EntityId): readonly MenuVerb[] {
  const { selected } = useView.getState();
  const other = selected === undefined ? undefined : machineOf(selected);
  if (other === undefined || machineId(other) === id) return [];
  const cut = useWorld.getState().machines.get(id)?.cutFrom.includes(machineId(other));
  return [cut ? fault('verb.heal', { fault: 'heal', from: id, to: machineId(other) }, { name: other }) : fault('verb.cut', { fault: 'cut', from: id, to: machineId(other) }, { name: other })];
}

function componentVerbs(id: EntityId): readonly MenuVerb[] {
  const { components, members, machines, raft } = useWorld.getState();
  const member = members.get(id);
  const machine = machineOf(id);
  if (member) {
    const rest = machineVerbs(member.machine).filter(({ label }) => label === 'verb.slow' || label === 'verb.fillDisk' || label === 'verb.cut' || label === 'verb.heal' || label === 'verb.powerOff');
    return [...memberVerbs(member, machines.get(member.machine), { writes: raft?.lab && writesOf(raft.lab.client) }).map(ofRaft), ...rest];
  }
  const running = components.get(id)?.running ?? true;
  return [{ ...fault(running ? 'verb.stop' : 'verb.start', { fault: running ? 'stop' : 'start', target: id }), parted: true }, ...(machine === undefined ? [] : machineVerbs(machineId(machine)))];
}

function messageVerbs(id: EntityId): readonly MenuVerb[] {
  const message = useWorld.getState().messages.get(id);
  return message ? raftMessageVerbs(message).map(ofRaft) : [];
}
