import type { ProcessGroup } from '../../kernel/index.ts';
import type { FileSystem, ProcessTable } from '../../machine/index.ts';
import type { Stack } from '../../network/index.ts';

/** What holds a Pod's namespaces: an address of its own (or the machine's), alive as long as its machine does. */
export interface PodSandbox {
  readonly id: string;
  readonly attempt: number;
  readonly createdMs: number;
  readonly stack: Stack;
  readonly hostname: string;
  readonly group: ProcessGroup;
  /** Whether the address is the machine's. */
  readonly isHostNetwork: boolean;
  /** Ports of the machine that lead to it, as `:port/protocol`. */
  readonly hostPorts: readonly string[];
  /** The processes of all its containers, when they share them. */
  readonly processes: ProcessTable | undefined;
  /** What its containers have at `/dev/shm`. */
  readonly sharedMemory: FileSystem;
  /** What its containers have at `/proc/sys`, made when somebody first looks at it. */
  readonly kernelParameters: () => FileSystem;
  isReady: boolean;
}
