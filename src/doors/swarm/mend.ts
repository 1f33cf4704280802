import { applyFault } from '../../cluster/index.ts';
import type { World } from '../../cluster/index.ts';

/** Ends every fault, and lets Pods onto every worker again. */
export function mend(world: World): void {
  world.network.heal();
  for (const machine of world.machines.values()) {
    machine.setFrozen(false);
    machine.powerOn();
    for (const verb of ['free-disk', 'rejoin', 'release']) applyFault(world, [verb, machine.name]);
    for (const verb of ['slow', 'loss', 'repeat', 'reorder']) applyFault(world, [verb, machine.name, verb === 'slow' ? '1' : '0']);
    for (const component of machine.components) component.start();
  }
  for (const { name } of world.etcd) applyFault(world, ['slow-disk', name, '1']);
  uncordon(world);
}

/** Tries until the API server has taken it. */
function uncordon(world: World): void {
  world.workstation.execute(`until kubectl uncordon ${world.topology.workers.map(({ name }) => name).join(' ')}; do sleep 3; done &`);
}

/**
 * A member that came back without its disk ends as long as the leader believes that it has what it had. Another leader asks
 * what it has: so the present one is put out of office.
 */
export function readmitWiped(world: World): void {
  const wiped = world.members.filter(({ isRunning, directory }) => !isRunning && directory.wasWiped);
  if (wiped.length === 0) return;
  const leader = world.etcd.find(({ process }) => process?.isLeader);
  leader?.stop();
  world.pass(5_000);
  for (const member of [...wiped, ...(leader ? [leader] : [])]) member.start();
}
