import type { World } from '../../cluster/index.ts';
import type { EntityId, Glance, Inspection } from '../../protocol/index.ts';
import type { FrameSource } from '../frame-source.ts';

/** Least wall time between two inspections of the same thing. */
const againMs = 200;

/** Says what the selected thing is, and why. */
export class Inspector {
  private selected: EntityId | undefined;
  private sentWallMs = 0;
  private seenRecord = -1;
  private readonly world: World;
  private readonly frames: FrameSource;

  constructor(world: World, frames: FrameSource) {
    this.world = world;
    this.frames = frames;
  }

  select(id: EntityId | undefined): void {
    this.selected = id;
    this.seenRecord = -1;
    this.sentWallMs = 0;
  }

  glance(id: EntityId): Glance {
    return { type: 'glance', id, kind: '', name: id, sentence: [], cause: [] };
  }

  inspection(_wallMs: number): Inspection | undefined {
    return undefined;
  }
}
