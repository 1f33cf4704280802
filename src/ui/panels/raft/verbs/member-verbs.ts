import { machineOf, type Machine, type Member } from '../../../../protocol/index.ts';
import { words, type RaftVerb } from './raft-verb.ts';

const one = (verb: RaftVerb, isMeant: boolean): readonly RaftVerb[] => (isMeant ? [verb] : []);

/** Everything that can be done to a member as it is. `writes`: how many the world's client has asked for, when it has one. */
export function memberVerbs(member: Member, machine: Machine | undefined, { writes }: { readonly writes: number | undefined }): readonly RaftVerb[] {
  const { id, name, role, paused } = member;
  const host = machineOf(id) ?? name;
  const isDown = role === 'down';
  const isCut = (machine?.cutFrom.length ?? 0) > 0;
  return [
    ...one({ key: 'T', word: 'verb.raftTimeout', fault: { fault: 'timeout', target: id } }, !isDown),
    ...one({ key: 'P', word: 'verb.raftPropose', fault: { fault: 'propose', target: id } }, !isDown),
    ...one({ key: 'G', word: 'verb.raftTransfer', fault: words('transfer', name) }, !isDown && role !== 'leader' && role !== 'learner'),
    ...lifeVerbs(member, machine, host),
    paused ? { key: 'Z', word: 'verb.raftResume', fault: { fault: 'unfreeze', target: member.machine } } : { key: 'Z', word: 'verb.raftPause', fault: { fault: 'freeze', target: member.machine } },
    isCut ? { key: 'X', word: 'verb.raftHeal', fault: { fault: 'rejoin', target: member.machine } } : { key: 'X', word: 'verb.raftCut', fault: { fault: 'isolate', target: member.machine } },
    ...one({ key: 'Y', word: 'verb.clientWrite', fault: words('client', 'write', name, String((writes ?? 0) + 1)), parted: true, isRare: true }, writes !== undefined),
    ...one({ key: 'U', word: 'verb.clientRead', fault: words('client', 'read', name), isRare: true }, writes !== undefined),
    ...one({ word: 'verb.raftPromote', fault: words('member', 'promote', name), parted: true, isRare: true }, role === 'learner'),
    { word: 'verb.raftRemove', fault: words('member', 'remove', name), isRare: true, ...(role === 'learner' ? {} : { parted: true as const }) },
  ];
}

/** Stopping, crashing and wiping, or starting again. */
function lifeVerbs({ id, role }: Member, machine: Machine | undefined, host: string): readonly RaftVerb[] {
  const wipe: RaftVerb = { key: 'W', word: 'verb.raftWipe', fault: words('wipe', host), isRare: true };
  if (role !== 'down') {
    return [
      { key: 'S', word: 'verb.raftStop', fault: { fault: 'stop', target: id } },
      { key: 'K', word: 'verb.raftCrash', fault: { fault: 'crash', target: machine?.id ?? id }, isRare: true },
      wipe,
    ];
  }
  return [
    machine?.power === 'off'
      ? { key: 'S', word: 'verb.powerOn', fault: { fault: 'powerOn', target: machine.id } }
      : { key: 'S', word: 'verb.raftStart', fault: { fault: 'start', target: id } },
    wipe,
  ];
}
