import { Chain } from '../base/index.ts';
import { sleep } from '../kernel/index.ts';
import type { Kernel, Process } from '../kernel/index.ts';
import type { Connection } from './connection.ts';
import { Deadlines } from './deadlines.ts';
import type { Exchange } from './exchange.ts';
import { Flight } from './flight.ts';
import { Host } from './host.ts';
import { InFlight } from './in-flight.ts';
import { NetworkError } from './errors.ts';
import type { HostRole } from './host.ts';
import { limits } from './limits.ts';
import { Link, internet, localNetwork } from './link.ts';
import { Packet } from './packet.ts';
import { Routes } from './routes.ts';
import type { Stack } from './stack.ts';

/** Machines, the links between them, and every message under way. */
export class Network {
  readonly kernel: Kernel;
  readonly hosts = new Map<string, Host>();
  readonly routes = new Routes(this);
  /** Messages under way, in the order of sending. */
  readonly inFlight = new InFlight();
  /** Open connections and exchanges, to find those whose peer is lost. */
  readonly openExchanges = new Chain<Exchange | Connection>();
  /** Those who wait for an answer, and how long still. */
  readonly deadlines: Deadlines;
  /** Open exchanges of which one end has lost power: it has forgotten them. */
  private readonly severed = new WeakSet<Exchange | Connection>();
  /** Which messages stop where they are as soon as they are sent; see `stopAll`. */
  private stops: ((packet: Packet) => boolean) | undefined;
  /** Messages sent since the world began. */
  sentCount = 0;
  private readonly stacks = new Map<string, Stack>();
  private nextPacketId = 1;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.deadlines = new Deadlines(kernel);
  }

  addHost(name: string, role: HostRole, address: string): Host {
    if (this.hosts.has(name)) throw new Error(`there is a machine ${name} already`);
    const host = new Host(this, name, role, address);
    this.hosts.set(name, host);
    return host;
  }

  /** Called by a stack that comes up. */
  attach(stack: Stack): void {
    this.stacks.set(stack.address, stack);
  }

  /** A Pod's namespace goes away; its address is free again. */
  detach(stack: Stack): void {
    stack.isUp = false;
    if (this.stacks.get(stack.address) === stack) this.stacks.delete(stack.address);
    this.noticeLostPeers();
  }

  stackAt(address: string): Stack | undefined {
    return this.stacks.get(address);
  }

  /** The link of that direction, made when first asked for. */
  link(from: Host, to: Host): Link {
    let link = from.links.get(to);
    if (!link) {
      const isFar = isOutside(from.role) || isOutside(to.role);
      link = new Link(from, to, isFar ? internet : localNetwork, this.kernel.random(`link ${from.name} ${to.name}`));
      from.links.set(to, link);
    }
    return link;
  }

  /**
   * Sends a message along its path, not to arrive before the instant (what was sent before on the same flow); false when
   * the sender cannot send at all.
   */
  transmit(flight: Flight, notBeforeMs: number): boolean {
    const { kernel } = this;
    const { packet } = flight;
    const { from, legs } = packet.path;
    if (!from.isReachable) return false;
    const nowMs = kernel.nowMs;
    let latencyMs = legs.length === 0 ? limits.loopbackMs : 0;
    for (const leg of legs) latencyMs += leg.drawLatencyMs();
    packet.id = this.nextPacketId++;
    packet.sentMs = nowMs;
    packet.arrivesMs = Math.max(nowMs + latencyMs, notBeforeMs);
    this.sentCount++;
    packet.sent = kernel.record('sent', from.name, packet, false);
    this.inFlight.add(flight);
    if (this.isStopped(packet)) packet.state = 'held';
    else this.schedule(flight);
    if (drawAnyDuplicate(legs)) this.duplicate(packet.id);
    return true;
  }

  // --- faults on single messages

  /** Stops the message where it is until `release`. */
  hold(id: number): boolean {
    const flight = this.inFlight.of(id);
    if (flight?.packet.state !== 'flying') return false;
    flight.cancel();
    flight.packet.state = 'held';
    return true;
  }

  /** Lets a held message go on, to arrive after `afterMs`. */
  release(id: number, afterMs = 0): boolean {
    const flight = this.inFlight.of(id);
    if (flight?.packet.state !== 'held') return false;
    this.fly(flight, this.kernel.nowMs + afterMs);
    return true;
  }

  /** The message arrives now. */
  deliverNow(id: number): boolean {
    return this.delay(id, Number.NEGATIVE_INFINITY);
  }

  /** The message arrives later than it would have. */
  delay(id: number, byMs: number): boolean {
    const flight = this.inFlight.of(id);
    if (!flight) return false;
    flight.cancel();
    this.fly(flight, Math.max(this.kernel.nowMs, flight.packet.arrivesMs + byMs));
    return true;
  }

  /** The message is lost. What is sent over a connection will be sent again, a datagram will not. */
  drop(id: number, because = 'dropped'): boolean {
    const flight = this.inFlight.of(id);
    if (!flight) return false;
    flight.cancel();
    this.lose(flight, because);
    return true;
  }

  /** A second copy of the message follows. */
  duplicate(id: number): boolean {
    const flight = this.inFlight.of(id);
    if (!flight) return false;
    const { packet, receiver, segment, attempt } = flight;
    const copy = new Packet(packet.path, packet.kind, packet.payload);
    copy.id = this.nextPacketId++;
    copy.sentMs = packet.sentMs;
    copy.arrivesMs = packet.arrivesMs + 0.1;
    copy.sent = packet.sent;
    const second = new Flight(copy, receiver, segment, attempt);
    this.inFlight.add(second);
    if (this.isStopped(copy)) copy.state = 'held';
    else this.schedule(second);
    return true;
  }

  // --- faults on links and machines

  /** Cuts or mends one direction. What is under way on it dies. */
  setCut(from: Host, to: Host, isCut: boolean): void {
    this.link(from, to).isCut = isCut;
    if (isCut) this.noticeLostPeers();
  }

  /** Messages of one direction stop where they are, or go on, in the order in which they were sent. */
  setHeld(from: Host, to: Host, isHeld: boolean): void {
    const link = this.link(from, to);
    link.isHeld = isHeld;
    for (const packet of this.inFlight.packets()) {
      if (!packet.legs.includes(link)) continue;
      if (isHeld) this.hold(packet.id);
      else if (!this.isStopped(packet)) this.release(packet.id);
    }
  }

  /** All messages of which that is true stop where they are, those to come as well, or go on in the order in which they were sent. */
  stopAll(stops: ((packet: Packet) => boolean) | undefined): void {
    const before = this.stops;
    this.stops = stops;
    for (const packet of this.inFlight.packets()) {
      if (this.isStopped(packet)) this.hold(packet.id);
      else if (before?.(packet)) this.release(packet.id);
    }
  }

  private isStopped(packet: Packet): boolean {
    return isAnyHeld(packet.legs) || (this.stops !== undefined && this.stops(packet));
  }

  /** A wall: nothing passes between machines of different sides. */
  partition(sides: readonly (readonly Host[])[]): void {
    this.heal();
    for (const [index, side] of sides.entries()) {
      for (const other of sides.slice(index + 1).flat()) {
        for (const host of side) {
          this.link(host, other).isCut = true;
          this.link(other, host).isCut = true;
        }
      }
    }
    this.noticeLostPeers();
  }

  /** Mends every cut link. */
  heal(): void {
    for (const host of this.hosts.values()) for (const link of host.links.values()) link.isCut = false;
  }

  /** The machine stops as by pulling the plug: processes die, nothing more is sent, its disk stays. */
  powerOff(host: Host): void {
    host.isUp = false;
    for (const exchange of this.openExchanges.values()) if (endsOf(exchange).some((end) => end.host === host)) this.severed.add(exchange);
    host.group.kill();
    this.noticeLostPeers();
  }

  /** The machine can be used again; starting its processes is up to whoever owns it. */
  powerOn(host: Host): void {
    host.isUp = true;
  }

  /** A wait of an attempt that gets no answer. */
  *sleepForTimeout(delayMs: number): Process {
    yield* sleep(delayMs);
  }

  /** Whether a message sent now could arrive. */
  isReachable(from: Stack, to: Stack): boolean {
    if (!from.isReachable || !to.isReachable) return false;
    return from.host === to.host || !this.link(from.host, to.host).isCut;
  }

  /** The message has come to its end. Called by its flight when its time is there. */
  arrive(flight: Flight): void {
    const { packet } = flight;
    const because = this.reasonOfLoss(packet);
    if (because !== undefined) {
      this.lose(flight, because);
      return;
    }
    packet.state = 'delivered';
    this.inFlight.remove(flight);
    this.kernel.record('delivered', packet.path.to.name, packet);
    flight.receiver.arrived(flight);
  }

  private fly(flight: Flight, arrivesMs: number): void {
    flight.packet.state = 'flying';
    flight.packet.arrivesMs = arrivesMs;
    this.schedule(flight);
  }

  private schedule(flight: Flight): void {
    this.kernel.schedule(flight, flight.packet.arrivesMs, flight.packet.sent);
  }

  private reasonOfLoss(packet: Packet): string | undefined {
    const { legs, to } = packet.path;
    for (const leg of legs) {
      if (leg.isCut) return `no way from ${leg.from.name} to ${leg.to.name}`;
      if (!leg.to.isUp) return `${leg.to.name} is off`;
      if (leg.drawLoss()) return 'lost on the way';
    }
    return to.isReachable ? undefined : `${to.name} is off`;
  }

  private lose(flight: Flight, because: string): void {
    const { packet } = flight;
    packet.state = 'lost';
    packet.lostBecause = because;
    this.inFlight.remove(flight);
    this.kernel.record('dropped', packet.to.name, packet);
    flight.receiver.lost(flight);
  }

  /**
   * Open exchanges whose peer is out of reach are given up after a while, unless it comes back. One whose peer has lost
   * power meanwhile is lost in any case: the machine, once it is back, refuses what it knows nothing of.
   */
  private noticeLostPeers(): void {
    for (const exchange of this.openExchanges.values()) {
      const [near, far] = endsOf(exchange);
      const isWhole = (): boolean => this.isReachable(near, far) && this.isReachable(far, near);
      if (isWhole() && !this.severed.has(exchange)) continue;
      this.kernel.after(limits.pingMs, () => {
        if (exchange.isChained && this.severed.has(exchange) && isWhole()) exchange.giveUp(reset());
      });
      this.kernel.after(limits.peerLostMs, () => {
        if (exchange.isChained && (this.severed.has(exchange) || !isWhole())) exchange.giveUp();
      });
    }
  }
}

function reset(): NetworkError {
  return new NetworkError('ECONNRESET', 'read: connection reset by peer');
}

function endsOf(exchange: Exchange | Connection): readonly [Stack, Stack] {
  return 'client' in exchange ? [exchange.client, exchange.server] : [exchange.local, exchange.remote];
}

function isAnyHeld(legs: readonly Link[]): boolean {
  for (const leg of legs) if (leg.isHeld) return true;
  return false;
}

function drawAnyDuplicate(legs: readonly Link[]): boolean {
  for (const leg of legs) if (leg.drawDuplicate()) return true;
  return false;
}

function isOutside(role: HostRole): boolean {
  return role === 'client' || role === 'outside' || role === 'registry';
}
