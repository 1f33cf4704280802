import { findCondition, summarizePod } from '../kinds/index.ts';
import type { Node, Pod } from '../kinds/index.ts';
import type { EntityId } from '../protocol/index.ts';
import type { Lanes } from './lanes.ts';
import type { ObjectChange } from './object-mirror.ts';
import { isRolledOut, isRolling } from './rollouts.ts';
import type { Rolling } from './rollouts.ts';
import { idOf } from './rows/ids.ts';
import { phaseOf } from './rows/pods.ts';
import type { Timeline } from './timeline.ts';

/** Sees in the changes of objects what is worth a flag on the timeline or a change of a lane. */
export class Happenings {
  private readonly timeline: Timeline;
  private readonly lanes: Lanes;
  private readonly wasReady = new Map<EntityId, boolean>();
  private readonly troubled = new Set<EntityId>();
  private readonly rolling = new Set<EntityId>();
  /** The generation that was rolled out last: Pods of it that restart later are no new rollout. */
  private readonly rolledOut = new Map<EntityId, number>();

  constructor(timeline: Timeline, lanes: Lanes) {
    this.timeline = timeline;
    this.lanes = lanes;
  }

  /** Takes in that an object was written at that time. */
  note({ object, isGone }: ObjectChange, atMs: number): void {
    switch (object.kind) {
      case 'Node': return this.noteNode(object as Node, isGone, atMs);
      case 'Pod': return this.notePod(object as Pod, isGone, atMs);
    }
    // What the cluster itself brings rolls out while it boots.
    if (!isRolling(object) || object.metadata.namespace === 'kube-system') return;
    if (!isGone) return this.noteRollout(object, atMs);
    this.rolling.delete(idOf(object));
    this.rolledOut.delete(idOf(object));
  }

  private noteNode(node: Node, isGone: boolean, atMs: number): void {
    const id = idOf(node);
    if (isGone) return this.lanes.end(id, atMs);
    const ready = findCondition(node.status.conditions, 'Ready')?.status ?? 'Unknown';
    this.lanes.note(id, ready === 'True' ? 'ready' : 'notReady', atMs);
    if (this.wasReady.get(id) === true && ready !== 'True') this.timeline.mark(atMs, { say: 'mark.notReady', with: { node: node.metadata.name } }, id);
    this.wasReady.set(id, ready === 'True');
  }

  private notePod(pod: Pod, isGone: boolean, atMs: number): void {
    const id = idOf(pod);
    if (isGone) {
      this.troubled.delete(id);
      return this.lanes.end(id, atMs);
    }
    const { status } = summarizePod(pod);
    const phase = phaseOf(pod, status);
    this.lanes.note(id, phase, atMs);
    if ((phase !== 'crashLoop' && phase !== 'failed') || this.troubled.has(id)) return;
    this.troubled.add(id);
    this.timeline.mark(atMs, { say: 'mark.firstFailure', with: { pod: pod.metadata.name, reason: pod.status.reason ?? status } }, id);
  }

  private noteRollout(workload: Rolling, atMs: number): void {
    const id = idOf(workload);
    const { generation = 0 } = workload.metadata;
    if (!isRolledOut(workload)) {
      if (this.rolledOut.get(id) !== generation) this.rolling.add(id);
      return;
    }
    this.rolledOut.set(id, generation);
    if (!this.rolling.delete(id)) return;
    this.timeline.mark(atMs, { say: 'mark.rolloutDone', with: { name: workload.metadata.name } }, id);
  }
}
