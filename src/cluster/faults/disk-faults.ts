import { lastIndex } from '../../raft/index.ts';
import type { World } from '../world.ts';
import { numberIn, onMachine, onMember } from './fault-verb.ts';
import type { FaultVerbs } from './fault-verb.ts';

/** What can happen to disks. */
export const diskFaults: FaultVerbs = {
  'fill-disk': onMachine('fill-disk MACHINE', 'nothing more fits on a machine\'s disk', (_, { name, disk: { space } }) => {
    space.fill();
    return `the disk of ${name} is full (${Math.round(space.capacity / 2 ** 30)} GiB)`;
  }),
  'free-disk': onMachine('free-disk MACHINE', 'undo fill-disk', (_, { name, disk: { space } }) => {
    space.empty();
    return `the disk of ${name} has room again`;
  }),
  'slow-disk': onMember('slow-disk MEMBER FACTOR', 'an etcd member\'s disk takes so many times longer to write (1: as usual)', (_, { name, directory }, [text]) => {
    directory.slowness = numberIn(text, 'FACTOR', 1, 100_000);
    return `the disk of ${name} is ${directory.slowness} times slower`;
  }),
  'wipe-disk': onMember('wipe-disk MEMBER', 'an etcd member ends, and loses all that it has written', wipe),
  wipe: onMember('wipe MEMBER', 'the same, in a word', wipe),
};

function wipe(world: World, member: World['etcd'][number]): string {
  if (!canLoseDisk(world)) world.invariants.beginAnew();
  member.wipe();
  return `${member.name} has lost its disk`;
}

/**
 * Whether an etcd member can lose its disk now and all promises are kept: only while every other member has all that any has,
 * and while no vote is asked for that the lost one may have given already.
 */
export function canLoseDisk({ members, network }: World): boolean {
  const nodes = members.map(({ process }) => process?.node);
  const [first] = nodes;
  if (!first || nodes.length < 3 || !nodes.some((node) => node?.role === 'leader')) return false;
  const last = lastIndex(first.log);
  const isQuiet = nodes.every((node) => node?.term === first.term && node.log.committed === last && lastIndex(node.log) === last);
  return isQuiet && ![...network.inFlight.packets()].some(({ kind }) => kind === 'vote');
}
