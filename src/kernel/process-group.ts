import { Chain } from '../base/index.ts';
import type { RunningProcess } from './process.ts';

/** Processes that live and die together: a host, a component on it, a container. Groups nest. */
export class ProcessGroup {
  readonly name: string;
  readonly parent: ProcessGroup | undefined;
  private readonly processes = new Chain<RunningProcess>();
  /** Made when first needed, as are the callbacks: every container is a group, and most have neither. */
  private children: Set<ProcessGroup> | undefined = undefined;
  private cleanups: Set<() => void> | undefined = undefined;
  private thawed: Set<() => void> | undefined = undefined;
  private stopped = false;
  /** Whether it or a group around it is stopped; kept, because it is asked before every step of every process. */
  private frozen: boolean;

  constructor(name: string, parent?: ProcessGroup) {
    this.name = name;
    this.parent = parent;
    this.frozen = parent?.frozen ?? false;
    if (parent) (parent.children ??= new Set()).add(this);
  }

  /** A group inside this one: killed and frozen with it. */
  subgroup(name: string): ProcessGroup {
    return new ProcessGroup(name, this);
  }

  get isFrozen(): boolean {
    return this.frozen;
  }

  get size(): number {
    let count = this.processes.size;
    if (this.children) for (const child of this.children) count += child.size;
    return count;
  }

  add(process: RunningProcess): void {
    this.processes.add(process);
  }

  remove(process: RunningProcess): void {
    this.processes.remove(process);
  }

  /** The processes of this group and of those inside it, in the order in which they were spawned. */
  *members(): Generator<RunningProcess, void, undefined> {
    yield* this.processes.values();
    if (this.children) for (const child of this.children) yield* child.members();
  }

  /** Calls back when the group is killed, after its processes have ended; gives a function that takes it back. */
  onKill(cleanup: () => void): () => void {
    const cleanups = (this.cleanups ??= new Set());
    cleanups.add(cleanup);
    return () => cleanups.delete(cleanup);
  }

  /** Kills all members, those of inner groups first. The group can be used again. */
  kill(): void {
    if (this.children) for (const child of [...this.children]) child.kill();
    for (const process of [...this.processes.values()]) process.kill();
    const cleanups = this.cleanups ? [...this.cleanups] : [];
    this.cleanups?.clear();
    for (const cleanup of cleanups) cleanup();
  }

  /** Kills all members and leaves the parent. */
  dispose(): void {
    this.kill();
    this.parent?.children?.delete(this);
  }

  /** Members stop where they are, as by SIGSTOP: time passes for them but they do not run. */
  freeze(): void {
    this.stopped = true;
    this.noteFrozen();
  }

  /** Calls back whenever the group goes on after it was frozen; gives a function that takes it back. */
  onThaw(goOn: () => void): () => void {
    const thawed = (this.thawed ??= new Set());
    thawed.add(goOn);
    return () => thawed.delete(goOn);
  }

  /** Members go on; what woke them meanwhile is due now. */
  thaw(): void {
    this.stopped = false;
    this.noteFrozen();
    if (this.frozen) return;
    this.tellThawed();
    for (const process of [...this.members()]) {
      if (!process.wokenWhileFrozen) continue;
      process.wokenWhileFrozen = false;
      process.kernel.makeReady(process);
    }
  }

  private noteFrozen(): void {
    this.frozen = this.stopped || (this.parent?.frozen ?? false);
    if (this.children) for (const child of this.children) child.noteFrozen();
  }

  private tellThawed(): void {
    if (this.thawed) for (const goOn of [...this.thawed]) goOn();
    if (this.children) for (const child of this.children) if (!child.stopped) child.tellThawed();
  }
}
