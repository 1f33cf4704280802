import { deepEqual } from '../../base/index.ts';
import type { World } from '../../cluster/index.ts';
import type { KubeObject } from '../../kinds/index.ts';
import { entityType } from '../../protocol/index.ts';
import type { EntityId, Glance, Inspection } from '../../protocol/index.ts';
import type { FrameSource } from '../frame-source.ts';
import { inspect } from '../later.ts';
import type { WhyContext } from './why-context.ts';

/** Least wall time between two inspections of the same thing. */
export const againMs = 200;
/** Virtual time after its answer in which a request's watchers are told. */
const settlingMs = 500;
/** Steps of the chain that a glance shows. */
const glanceSteps = 3;

/** Says what the selected thing is, and why. */
export class Inspector {
  private readonly context: WhyContext;
  private selected: EntityId | undefined;
  /** What the selected object was when it was last there. */
  private lastObject: KubeObject | undefined;
  private lastSent: Inspection | undefined;
  private sentWallMs = Number.NEGATIVE_INFINITY;
  private sentEvent = -1;
  private sentNowMs = 0;
  /** What kubectl would call the selected Pod's state, when it was last told of. */
  private sentStatus: string | undefined;

  constructor(world: World, frames: FrameSource) {
    this.context = { world, frames };
  }

  select(id: EntityId | undefined): void {
    this.selected = id;
    this.lastObject = undefined;
    this.lastSent = undefined;
    this.sentWallMs = Number.NEGATIVE_INFINITY;
    this.sentEvent = -1;
    this.sentStatus = undefined;
  }

  /** A few lines about something. */
  glance(id: EntityId): Glance {
    this.context.frames.takeInObjects();
    const { kind, name, sentence, why } = this.inspect(id);
    return { type: 'glance', id, kind, name, sentence, cause: why.filter(({ folded }) => !folded).slice(-glanceSteps) };
  }

  /** What is to be said of the selected thing, when it is something new. */
  inspection(wallMs: number): Inspection | undefined {
    const { selected } = this;
    const { eventNumber, nowMs } = this.context.world.kernel;
    if (selected === undefined || !this.isBehind) return undefined;
    // What is said of a Pod never contradicts the state that is shown beside it.
    const status = this.context.frames.objects.pods.get(selected)?.status;
    if (wallMs - this.sentWallMs < againMs && status === this.sentStatus) return undefined;
    this.sentStatus = status;
    this.sentWallMs = wallMs;
    this.sentEvent = eventNumber;
    this.sentNowMs = nowMs;
    this.lastObject = this.context.frames.objects.object(selected) ?? this.lastObject;
    const inspection = this.inspect(selected);
    if (deepEqual(inspection, this.lastSent) || (this.lastSent?.exists && !inspection.exists && isOfTrace(selected))) return undefined;
    this.lastSent = inspection;
    return inspection;
  }

  /** Something has happened since the selected thing was last looked at. */
  get isBehind(): boolean {
    return this.selected !== undefined && this.context.world.kernel.eventNumber !== this.sentEvent && !this.isSettled(this.selected);
  }

  /** A request that was answered stays as it was told: the trace forgets what came of it, piece by piece. */
  private isSettled(id: EntityId): boolean {
    if (this.lastSent?.exists !== true || entityType(id) !== 'request') return false;
    const row = this.context.frames.requests.get(id);
    return row === undefined || (row.tookMs !== undefined && this.sentNowMs > row.atMs + row.tookMs + settlingMs);
  }

  private inspect(id: EntityId): Inspection {
    return inspect(this.context, id, id === this.selected ? this.lastObject : undefined);
  }
}

/** Whether it is known from the trace alone, which keeps only what is newest. */
function isOfTrace(id: EntityId): boolean {
  return ['message', 'request', 'trace', 'attempt'].includes(entityType(id) ?? '');
}
