import { FewMap } from '../../base/index.ts';
import { DiskSpace } from '../../machine/index.ts';
import type { ProcessTable, ResourceUse } from '../../machine/index.ts';

interface Use {
  readonly memoryBytes: number;
  readonly cpuMilli: number;
}

/** What the programs of one container use, against its memory limit. */
export class ContainerUse implements ResourceUse {
  /** Bytes; 0 for no limit. Changed in place by a resize. */
  memoryLimit = 0;
  private readonly processes: ProcessTable;
  private readonly exceeded: () => void;
  private readonly uses = new FewMap<number, Use>();

  constructor(processes: ProcessTable, exceeded: () => void) {
    this.processes = processes;
    this.exceeded = exceeded;
  }

  get memoryBytes(): number {
    return this.sum('memoryBytes');
  }

  get cpuMilli(): number {
    return this.sum('cpuMilli');
  }

  set(pid: number, use: Partial<Use>): void {
    const before = this.uses.get(pid) ?? { memoryBytes: 0, cpuMilli: 0 };
    this.uses.set(pid, { ...before, ...use });
    if (this.memoryLimit > 0 && this.memoryBytes > this.memoryLimit) this.exceeded();
  }

  private sum(what: keyof Use): number {
    let sum = 0;
    for (const [pid, use] of this.uses) {
      if (this.processes.get(pid)) sum += use[what];
      else this.uses.delete(pid);
    }
    return sum;
  }
}

/** Counts what is written and tells each time when it has grown. */
export class WatchedSpace extends DiskSpace {
  private readonly grown: () => void;

  constructor(capacity: number, grown: () => void) {
    super(capacity);
    this.grown = grown;
  }

  override take(bytes: number, path: string): void {
    super.take(bytes, path);
    if (bytes > 0) this.grown();
  }
}
