import type { World } from '../cluster/index.ts';
import type { TraceRecord } from '../kernel/index.ts';
import type { Host, Packet } from '../network/index.ts';
import { componentId } from '../protocol/index.ts';
import type { EntityId, LostMessage, Message, Phrase } from '../protocol/index.ts';
import { Collection } from './collection.ts';
import { endOf } from './rows/ids.ts';
import { isPacket } from './traffic.ts';
import type { Traffic } from './traffic.ts';

/** Messages that one frame shows at most. */
const greatestShown = 250;
/** Losses that are remembered until the next frame. */
const greatestUnseen = 50;
/** How long a lost message stays in sight, in wall milliseconds. */
const lostVisibleMs = 2_000;

/** Messages under way and those that died, as the page draws them. */
export class MessageRows {
  readonly flying = new Collection<Message>();
  readonly lost = new Collection<LostMessage>();
  private readonly world: World;
  private readonly traffic: Traffic;
  private readonly podOfAddress: (address: string) => EntityId | undefined;
  private readonly drawn = new Map<number, Message>();
  private readonly heldSinceMs = new Map<number, number>();
  private readonly unseenLosses: TraceRecord[] = [];
  private readonly lostAtWallMs = new Map<string, number>();

  constructor(world: World, traffic: Traffic, podOfAddress: (address: string) => EntityId | undefined) {
    this.world = world;
    this.traffic = traffic;
    this.podOfAddress = podOfAddress;
  }

  /** Takes in that a message died. */
  dropped(record: TraceRecord): void {
    if (!isPacket(record.subject)) return;
    this.unseenLosses.push(record);
    if (this.unseenLosses.length > greatestUnseen) this.unseenLosses.shift();
  }

  /** Brings the rows up to what is under way now. */
  update(wallMs: number): void {
    const { inFlight } = this.world.network;
    const underWay = new Set<number>();
    for (const { id } of inFlight.packets()) underWay.add(id);
    for (const [id, row] of this.drawn) {
      if (underWay.has(id)) continue;
      this.drawn.delete(id);
      this.heldSinceMs.delete(id);
      this.flying.delete(row.id);
    }
    for (const packet of inFlight.packets()) {
      if (this.drawn.size >= greatestShown && !this.drawn.has(packet.id)) continue;
      this.draw(packet);
    }
    this.updateLost(wallMs);
  }

  /** The row of one message; undefined for what is not drawn. */
  row(packet: Packet): Message | undefined {
    const reading = this.traffic.read(packet);
    if (!reading) return undefined;
    const { from, to } = this.ends(packet);
    const heldMs = this.heldSinceMs.get(packet.id);
    return {
      id: `message/${packet.id}`,
      ...reading,
      from,
      to,
      sentMs: packet.sentMs,
      arrivesMs: packet.arrivesMs,
      cause: `trace/${packet.sent}`,
      ...(packet.state !== 'held' || heldMs === undefined ? {} : { heldMs }),
    };
  }

  /** What the message goes from and to, as the map knows them. */
  ends(packet: Packet): { readonly from: EntityId; readonly to: EntityId } {
    const kind = this.traffic.read(packet)?.kind;
    const isReply = kind === 'response' || kind === 'watch' || kind === 'trafficReply';
    const client = isReply ? packet.to : packet.from;
    const server = isReply ? packet.from : packet.to;
    const clientEnd = clientOf(packet.client, client.host) ?? endOf(client, undefined, this.podOfAddress);
    const serverEnd = endOf(server, packet.port, this.podOfAddress);
    return isReply ? { from: serverEnd, to: clientEnd } : { from: clientEnd, to: serverEnd };
  }

  private draw(packet: Packet): void {
    const isHeld = packet.state === 'held';
    const known = this.drawn.get(packet.id);
    if (known && known.arrivesMs === packet.arrivesMs && (known.heldMs !== undefined) === isHeld) return;
    if (!isHeld) this.heldSinceMs.delete(packet.id);
    else if (!this.heldSinceMs.has(packet.id)) this.heldSinceMs.set(packet.id, Math.min(this.world.kernel.nowMs, packet.arrivesMs));
    const row = this.row(packet);
    if (!row) return;
    this.drawn.set(packet.id, row);
    this.flying.set(row);
  }

  private updateLost(wallMs: number): void {
    for (const { atMs, subject } of this.unseenLosses.splice(0)) {
      if (!isPacket(subject)) continue;
      const row = this.row(subject);
      if (!row) continue;
      const wayMs = subject.arrivesMs - subject.sentMs;
      const share = wayMs > 0 ? (atMs - subject.sentMs) / wayMs : 1;
      this.lost.set({ ...row, lostMs: atMs, at: Math.max(0, Math.min(0.92, share)), reason: reasonOf(subject) });
      this.lostAtWallMs.set(row.id, wallMs);
    }
    for (const [id, since] of this.lostAtWallMs) {
      if (wallMs - since < lostVisibleMs) continue;
      this.lostAtWallMs.delete(id);
      this.lost.delete(id);
    }
  }
}

/** Components that the map draws as ends of messages. */
const components: ReadonlySet<string> = new Set(['kube-apiserver', 'kube-scheduler', 'kube-controller-manager', 'etcd', 'kubelet']);

function clientOf(client: string | undefined, host: Host): EntityId | undefined {
  const name = client?.split(/[/ ]/).at(-1) ?? '';
  return components.has(name) ? componentId(host.name, name) : undefined;
}

/** Why a message died. */
export function reasonOf(packet: Packet): Phrase {
  const cut = packet.legs.find((leg) => leg.isCut);
  if (cut) return { say: 'lost.cut', with: { from: cut.from.name, to: cut.to.name } };
  if (!packet.to.host.isUp) return { say: 'lost.down', with: { host: packet.to.host.name } };
  return packet.lostBecause === 'dropped' ? { say: 'lost.dropped' } : { say: 'lost.chance' };
}
