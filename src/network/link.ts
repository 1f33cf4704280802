import { naturalLog } from '../base/index.ts';
import type { RandomStream } from '../kernel/index.ts';
import type { Host } from './host.ts';

/** How long a message takes on a link: a floor, an exponential tail, and now and then a straggler. */
export interface LatencyModel {
  readonly baseMs: number;
  readonly jitterMs: number;
  readonly stragglerChance: number;
  readonly stragglerMs: number;
}

/** One room of machines on a good switch. */
export const localNetwork: LatencyModel = { baseMs: 0.25, jitterMs: 0.08, stragglerChance: 0.005, stragglerMs: 4 };
/** From somewhere on the internet. */
export const internet: LatencyModel = { baseMs: 12, jitterMs: 4, stragglerChance: 0.01, stragglerMs: 60 };

/** One direction between two machines, with what is wrong with it. */
export class Link {
  readonly from: Host;
  readonly to: Host;
  latency: LatencyModel;
  /** As it is when nothing is wrong with it. */
  readonly usualLatency: LatencyModel;
  /** Nothing passes; the other direction is another link. */
  isCut = false;
  /** Messages stop on it until it is released. */
  isHeld = false;
  lossChance = 0;
  duplicateChance = 0;
  reorderChance = 0;
  extraLatencyMs = 0;
  private readonly random: RandomStream;

  constructor(from: Host, to: Host, latency: LatencyModel, random: RandomStream) {
    this.from = from;
    this.to = to;
    this.latency = latency;
    this.usualLatency = latency;
    this.random = random;
  }

  /** Draws how long the next message takes. */
  drawLatencyMs(): number {
    const { baseMs, jitterMs, stragglerChance, stragglerMs } = this.latency;
    const { random } = this;
    let ms = baseMs + this.extraLatencyMs - jitterMs * naturalLog(1 - random.next());
    if (random.chance(stragglerChance)) ms += random.between(0, stragglerMs);
    if (this.reorderChance > 0 && random.chance(this.reorderChance)) ms += random.between(0, 4 * baseMs);
    return ms;
  }

  drawLoss(): boolean {
    return this.lossChance > 0 && this.random.chance(this.lossChance);
  }

  drawDuplicate(): boolean {
    return this.duplicateChance > 0 && this.random.chance(this.duplicateChance);
  }
}
