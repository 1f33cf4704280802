import { sleep } from '../kernel/index.ts';
import type { Kernel, Process, Timer, TraceId } from '../kernel/index.ts';
import type { Connection } from './connection.ts';
import type { Exchange } from './exchange.ts';
import { Host } from './host.ts';
import { NetworkError } from './errors.ts';
import type { HostRole } from './host.ts';
import { limits } from './limits.ts';
import { Link, internet, localNetwork } from './link.ts';
import type { MessageKind, Packet, PacketState } from './packet.ts';
import { makePath } from './path.ts';
import type { NoPath, Path } from './path.ts';
import type { Stack } from './stack.ts';

/** Told what became of a message. Among the messages of one receiver, `sequence` and `attempt` say which it was. */
export interface Receiver {
  arrived(packet: Packet, sequence: number): void;
  lost(packet: Packet, sequence: number, attempt: number): void;
}

interface Transmission {
  readonly path: Path;
  readonly kind: MessageKind;
  readonly payload: unknown;
  /** Not to arrive before this instant (what was sent before on the same flow). */
  readonly notBeforeMs: number;
  readonly receiver: Receiver;
  readonly sequence: number;
  readonly attempt: number;
}

class InFlight implements Packet {
  readonly id: number;
  readonly from: Stack;
  readonly to: Stack;
  readonly port: number;
  readonly kind: MessageKind;
  readonly payload: unknown;
  readonly client: string | undefined;
  readonly legs: readonly Link[];
  readonly sentMs: number;
  arrivesMs: number;
  sent: TraceId = 0;
  state: PacketState = 'flying';
  lostBecause: string | undefined = undefined;
  readonly sequence: number;
  readonly attempt: number;
  /** Undefined once it has arrived or is lost: the trace keeps packets, and must not keep whole exchanges alive with them. */
  receiver: Receiver | undefined;
  timer: Timer | undefined = undefined;

  constructor(id: number, transmission: Transmission, sentMs: number, arrivesMs: number) {
    const { path, kind, payload, receiver, sequence, attempt } = transmission;
    this.id = id;
    this.from = path.from;
    this.to = path.to;
    this.port = path.port;
    this.kind = kind;
    this.payload = payload;
    this.client = path.client;
    this.legs = path.legs;
    this.sentMs = sentMs;
    this.arrivesMs = arrivesMs;
    this.sequence = sequence;
    this.attempt = attempt;
    this.receiver = receiver;
  }
}

const greatestHops = 4;
const noLegs: readonly Link[] = [];
const nothing: readonly string[] = [];

/** Machines, the links between them, and every message under way. */
export class Network {
  readonly kernel: Kernel;
  readonly hosts = new Map<string, Host>();
  /** Messages under way, by id, in the order of sending. */
  readonly inFlight = new Map<number, InFlight>();
  /** Open connections and exchanges, to find those whose peer is lost. */
  readonly openExchanges = new Set<Exchange | Connection>();
  /** Open exchanges of which one end has lost power: it has forgotten them. */
  private readonly severed = new WeakSet<Exchange | Connection>();
  /** Messages sent since the world began. */
  sentCount = 0;
  private readonly stacks = new Map<string, Stack>();
  private nextPacketId = 1;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
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

  /** Where a connection to the address goes, after every translation on the way. */
  resolve(from: Stack, address: string, port: number, protocol: 'TCP' | 'UDP'): Path | NoPath {
    const client = this.componentOn(from.host);
    const target = from.host.translator ? undefined : this.stacks.get(address);
    // Nothing on the way rewrites addresses: by far the most common.
    if (target && (target.host === from.host || !target.host.translator) && from.host.hasRouteTo(address)) {
      const known = from.knownPath(address);
      if (known && known.to === target && known.port === port && known.client === client) return known;
      const legs = target.host === from.host ? noLegs : [this.link(from.host, target.host)];
      const path = makePath(from, target, address, port, legs, undefined, nothing, client);
      if (target === target.host.stack) from.notePath(path);
      return path;
    }
    return this.findPath(from, address, port, protocol, client);
  }

  /** The component of that machine that runs now: the outermost process group inside the machine's own. */
  private componentOn(host: Host): string | undefined {
    let group = this.kernel.currentProcess?.group;
    while (group && group.parent !== host.group) group = group.parent;
    return group?.name;
  }

  private findPath(from: Stack, address: string, port: number, protocol: 'TCP' | 'UDP', client: string | undefined): Path | NoPath {
    const asked = { address, port };
    const legs: Link[] = [];
    const via: string[] = [];
    let source: string | undefined;
    let at = from.host;
    let direction: 'out' | 'in' = 'out';
    let to = { address: address === '127.0.0.1' || address === 'localhost' ? from.address : address, port };
    for (let hop = 0; hop < greatestHops; hop++) {
      const translated = at.translator?.({ from, address: to.address, port: to.port, protocol, direction });
      if (translated && translated.verdict !== 'to') return translated;
      if (translated) {
        via.push(translated.via);
        source = translated.source ?? source;
        to = { address: translated.address, port: translated.port };
      }
      const target = this.stacks.get(to.address);
      if (!target || !at.hasRouteTo(to.address)) return { verdict: 'drop' };
      if (target.host !== at) legs.push(this.link(at, target.host));
      const isNext = target.host !== at && target.host.translator !== undefined && target === target.host.stack;
      if (!isNext) return makePath(from, target, asked.address, to.port, legs, source, via, client);
      at = target.host;
      direction = 'in';
      const inward = at.translator?.({ from, address: to.address, port: to.port, protocol, direction });
      if (!inward) return makePath(from, target, asked.address, to.port, legs, source, via, client);
    }
    return { verdict: 'drop' };
  }

  /** Sends a message along a path; undefined when the sender cannot send at all. */
  transmit(transmission: Transmission): Packet | undefined {
    const { path } = transmission;
    const { kernel } = this;
    if (!path.from.isReachable) return undefined;
    const nowMs = kernel.nowMs;
    let latencyMs = path.legs.length === 0 ? limits.loopbackMs : 0;
    for (const leg of path.legs) latencyMs += leg.drawLatencyMs();
    const packet = new InFlight(this.nextPacketId++, transmission, nowMs, Math.max(nowMs + latencyMs, transmission.notBeforeMs));
    this.sentCount++;
    packet.sent = kernel.record('sent', path.from.name, packet, false);
    this.inFlight.set(packet.id, packet);
    if (isAnyHeld(path.legs)) packet.state = 'held';
    else this.schedule(packet);
    if (drawAnyDuplicate(path.legs)) this.duplicate(packet.id);
    return packet;
  }

  // --- faults on single messages

  /** Stops the message where it is until `release`. */
  hold(id: number): boolean {
    const packet = this.inFlight.get(id);
    if (!packet || packet.state !== 'flying') return false;
    packet.timer?.cancel();
    packet.state = 'held';
    return true;
  }

  /** Lets a held message go on, to arrive after `afterMs`. */
  release(id: number, afterMs = 0): boolean {
    const packet = this.inFlight.get(id);
    if (!packet || packet.state !== 'held') return false;
    packet.state = 'flying';
    packet.arrivesMs = this.kernel.nowMs + afterMs;
    this.schedule(packet);
    return true;
  }

  /** The message arrives now. */
  deliverNow(id: number): boolean {
    return this.delay(id, Number.NEGATIVE_INFINITY);
  }

  /** The message arrives later than it would have. */
  delay(id: number, byMs: number): boolean {
    const packet = this.inFlight.get(id);
    if (!packet) return false;
    packet.timer?.cancel();
    packet.state = 'flying';
    packet.arrivesMs = Math.max(this.kernel.nowMs, packet.arrivesMs + byMs);
    this.schedule(packet);
    return true;
  }

  /** The message is lost. What is sent over a connection will be sent again, a datagram will not. */
  drop(id: number, because = 'dropped'): boolean {
    const packet = this.inFlight.get(id);
    if (!packet) return false;
    packet.timer?.cancel();
    this.lose(packet, because);
    return true;
  }

  /** A second copy of the message follows. */
  duplicate(id: number): boolean {
    const packet = this.inFlight.get(id);
    if (!packet) return false;
    const { from, to, port, kind, payload, client, legs, sequence, attempt, receiver } = packet;
    if (!receiver) return false;
    const path = makePath(from, to, to.address, port, legs, undefined, nothing, client);
    const transmission: Transmission = { path, kind, payload, notBeforeMs: 0, receiver, sequence, attempt };
    const copy = new InFlight(this.nextPacketId++, transmission, packet.sentMs, packet.arrivesMs + 0.1);
    copy.sent = packet.sent;
    this.inFlight.set(copy.id, copy);
    if (isAnyHeld(legs)) copy.state = 'held';
    else this.schedule(copy);
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
    for (const packet of this.inFlight.values()) {
      if (!packet.legs.includes(link)) continue;
      if (isHeld) this.hold(packet.id);
      else if (!isAnyHeld(packet.legs)) this.release(packet.id);
    }
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
    for (const exchange of this.openExchanges) if (endsOf(exchange).some((end) => end.host === host)) this.severed.add(exchange);
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

  private schedule(packet: InFlight): void {
    const { kernel } = this;
    const outer = kernel.cause;
    kernel.cause = packet.sent;
    packet.timer = kernel.at(packet.arrivesMs, () => this.arrive(packet));
    kernel.cause = outer;
  }

  private arrive(packet: InFlight): void {
    const because = this.reasonOfLoss(packet);
    if (because) {
      this.lose(packet, because);
      return;
    }
    packet.state = 'delivered';
    const receiver = this.takeOut(packet);
    this.kernel.record('delivered', packet.to.name, packet);
    receiver?.arrived(packet, packet.sequence);
  }

  private reasonOfLoss(packet: Packet): string | undefined {
    for (const leg of packet.legs) {
      if (leg.isCut) return `no way from ${leg.from.name} to ${leg.to.name}`;
      if (!leg.to.isUp) return `${leg.to.name} is off`;
      if (leg.drawLoss()) return 'lost on the way';
    }
    return packet.to.isReachable ? undefined : `${packet.to.name} is off`;
  }

  private lose(packet: InFlight, because: string): void {
    packet.state = 'lost';
    packet.lostBecause = because;
    const receiver = this.takeOut(packet);
    this.kernel.record('dropped', packet.to.name, packet);
    receiver?.lost(packet, packet.sequence, packet.attempt);
  }

  private takeOut(packet: InFlight): Receiver | undefined {
    const { receiver } = packet;
    this.inFlight.delete(packet.id);
    packet.receiver = undefined;
    packet.timer = undefined;
    return receiver;
  }

  /**
   * Open exchanges whose peer is out of reach are given up after a while, unless it comes back. One whose peer has lost
   * power meanwhile is lost in any case: the machine, once it is back, refuses what it knows nothing of.
   */
  private noticeLostPeers(): void {
    for (const exchange of this.openExchanges) {
      const [near, far] = endsOf(exchange);
      const isWhole = (): boolean => this.isReachable(near, far) && this.isReachable(far, near);
      if (isWhole() && !this.severed.has(exchange)) continue;
      this.kernel.after(limits.pingMs, () => {
        if (this.openExchanges.has(exchange) && this.severed.has(exchange) && isWhole()) exchange.giveUp(reset());
      });
      this.kernel.after(limits.peerLostMs, () => {
        if (this.openExchanges.has(exchange) && (this.severed.has(exchange) || !isWhole())) exchange.giveUp();
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
