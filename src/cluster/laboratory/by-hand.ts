import { isPeerMessage } from '../../etcd/index.ts';
import type { Packet } from '../../network/index.ts';
import type { World } from '../world.ts';

/** The longest that the work of one move may take, in virtual time: a very slow disk. */
const workLimitMs = 60_000;

/**
 * A person is network and clock of the members: every message between them waits where it was sent until it is delivered or
 * dropped, and none of their timers runs. What a member has to do by itself, such as writing to its disk, goes on.
 */
export class ByHand {
  private readonly world: World;
  private on = false;

  constructor(world: World) {
    this.world = world;
  }

  get isOn(): boolean {
    return this.on;
  }

  set(isOn: boolean): void {
    const { network, etcd } = this.world;
    this.on = isOn;
    network.stopAll(isOn ? ({ payload }) => isPeerMessage(payload) : undefined);
    for (const member of etcd) member.timersChanged();
  }

  /** Whether nothing that goes on by itself is under way among the members and their clients: the next move is a person's. */
  get isAtRest(): boolean {
    const { kernel, network, etcd } = this.world;
    if (kernel.nextEventMs === kernel.nowMs) return false;
    if (etcd.some(({ process, isPaused }) => process?.driver.isBusy && !isPaused)) return false;
    for (const packet of network.inFlight.packets()) if (packet.state === 'flying' && isOfPerson(packet)) return false;
    return true;
  }

  /** Lets what goes on by itself come to its end, and no more time pass than that takes. */
  work(isOverBudget?: () => boolean): void {
    const { world } = this;
    if (this.isAtRest) return;
    world.run({ untilMs: world.kernel.nowMs + workLimitMs, condition: () => this.isAtRest, ...(isOverBudget ? { isOverBudget } : {}) });
  }
}

/** What a person's command sends: from the workstation and back, or on a member's own machine by no component. */
function isOfPerson({ from, to, client }: Packet): boolean {
  return from.host.role === 'workstation' || to.host.role === 'workstation' || (from.host === to.host && client === undefined);
}
