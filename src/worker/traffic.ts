import type { Trace, TraceRecord } from '../kernel/index.ts';
import type { Network, Packet } from '../network/index.ts';
import type { KindNames } from './kind-names.ts';
import { readPacket } from './rows/messages.ts';
import type { Reading } from './rows/messages.ts';

/** How far a chain of causes is followed to find out what a message belongs to. */
const greatestDepth = 40;

/**
 * Which messages under way a person would look at. Heartbeats, renewals of Leases and what follows from them are
 * housekeeping: drawn, but not worth waiting for. Where there is nothing but members of etcd, heartbeats are what there is to see,
 * unless something is waited for.
 */
export class Traffic {
  private readonly network: Network;
  private readonly trace: Trace;
  private readonly kinds: () => KindNames;
  private readonly isGroup: boolean;
  private readonly readings = new WeakMap<Packet, Reading>();
  private readonly chores = new WeakMap<Packet, boolean>();
  private readonly watched = new Set<Packet>();
  private isFollowing = false;
  private skipsHeartbeats = false;
  /** Visible messages that have arrived or were lost, while followed. */
  private done = 0;
  /** Called when a visible message has arrived or was lost. */
  onArrival: () => void = () => undefined;
  /** Called when it begins or ends to look at messages. */
  onFollow: (isFollowing: boolean) => void = () => undefined;

  constructor(network: Network, trace: Trace, kinds: () => KindNames, isGroup = false) {
    this.network = network;
    this.trace = trace;
    this.kinds = kinds;
    this.isGroup = isGroup;
  }

  /** Whether each message is looked at when it is sent: dear at high speed, needed by whoever waits for arrivals. */
  follow(isFollowing: boolean): void {
    if (isFollowing === this.isFollowing) return;
    this.isFollowing = isFollowing;
    this.onFollow(isFollowing);
    this.takeUp();
  }

  private takeUp(): void {
    this.watched.clear();
    if (!this.isFollowing) return;
    for (const packet of this.network.inFlight.packets()) if (this.isVisible(packet)) this.watched.add(packet);
  }

  /** Whether heartbeats are passed over also where there is nothing else: somebody waits for something. */
  skipHeartbeats(areSkipped: boolean): void {
    if (areSkipped === this.skipsHeartbeats) return;
    this.skipsHeartbeats = areSkipped;
    this.takeUp();
  }

  /** Visible messages that are on their way; only while followed. */
  get underWay(): number {
    return this.watched.size;
  }

  /** Visible messages that have ended so far, while followed. */
  get arrived(): number {
    return this.done;
  }

  /** Takes in a record of the trace. */
  observe({ kind, subject }: TraceRecord): void {
    if (!this.isFollowing || !isPacket(subject)) return;
    if (kind === 'sent') {
      if (this.isVisible(subject)) this.watched.add(subject);
    } else if ((kind === 'delivered' || kind === 'dropped') && this.watched.delete(subject)) {
      this.done++;
      this.onArrival();
    }
  }

  /** When the next visible message arrives; undefined when none is under way. */
  nextArrivalMs(): number | undefined {
    let next: number | undefined;
    for (const { state, arrivesMs } of this.watched) if (state === 'flying' && (next === undefined || arrivesMs < next)) next = arrivesMs;
    return next;
  }

  /** What the packet is to the page; undefined for what is not drawn. */
  read(packet: Packet): Reading | undefined {
    const known = this.readings.get(packet);
    if (known) return known;
    const reading = readPacket(this.kinds(), packet);
    if (reading) this.readings.set(packet, reading);
    return reading;
  }

  /** Whether a person would look at it. */
  isVisible(packet: Packet): boolean {
    const reading = this.read(packet);
    if (!reading || (this.skipsHeartbeats && (reading.kind === 'heartbeat' || reading.kind === 'heartbeatReply'))) return false;
    return !this.isChore(packet);
  }

  /** Whether it only keeps the cluster going. */
  private isChore(packet: Packet): boolean {
    const known = this.chores.get(packet);
    if (known !== undefined) return known;
    const isChore = this.ownNature(packet) ?? this.natureOfCause(packet);
    this.chores.set(packet, isChore);
    return isChore;
  }

  /** Whether it is a chore by what it says; undefined when that depends on what it follows from. */
  private ownNature(packet: Packet): boolean | undefined {
    const reading = this.read(packet);
    if (!reading) return true;
    const { kind, about, label } = reading;
    if (about !== undefined) return about.startsWith('object/Lease/') || about.startsWith('object/Event/');
    switch (kind) {
      case 'heartbeat':
      case 'heartbeatReply': return !this.isGroup;
      case 'vote':
      case 'voteGranted':
      case 'voteRefused':
      case 'preVote':
      case 'preVoteGranted':
      case 'preVoteRefused':
      case 'snapshot': return false;
      default: return label === 'BOOKMARK' || label === 'progress' ? true : undefined;
    }
  }

  /** A message is a chore when the message it follows from is one, or when a component sends it for no other's sake. */
  private natureOfCause(packet: Packet): boolean {
    let id = this.trace.get(packet.sent)?.cause ?? 0;
    for (let depth = 0; depth < greatestDepth; depth++) {
      const record = this.trace.get(id);
      if (!record) return packet.kind !== 'traffic' && packet.kind !== 'dns';
      const { kind, subject } = record;
      if (kind === 'sent' && isPacket(subject)) return this.isChore(subject);
      if (kind === 'input' || kind === 'fault' || kind === 'decision') return false;
      id = record.cause;
    }
    return false;
  }
}

/** Whether a record's subject is a message of the network. */
export function isPacket(subject: object | string): subject is Packet {
  return typeof subject === 'object' && 'sentMs' in subject && 'legs' in subject;
}
