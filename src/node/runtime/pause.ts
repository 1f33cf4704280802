// Upstream: build/pause
import { Signal } from '../../kernel/index.ts';
import type { Kernel, ProcessGroup } from '../../kernel/index.ts';
import { Capture, Disk, ProcessTable, emptyInput } from '../../machine/index.ts';
import type { Program, Sandbox } from '../../machine/index.ts';
import type { Stack } from '../../network/index.ts';

/** Holds a Pod's namespaces and does nothing else. */
const pause: Program = function* (context) {
  context.traps.set('SIGTERM', () => undefined);
  yield* new Signal('the end of the Pod').next();
  return 0;
};

/** The processes of a Pod whose containers share them: `/pause` is the first. */
export function pauseTable(of: { readonly kernel: Kernel; readonly name: string; readonly group: ProcessGroup; readonly stack: Stack; readonly hostname: string }): ProcessTable {
  const { kernel } = of;
  const processes: ProcessTable = new ProcessTable(() => sandbox, 1, { isNamespace: true });
  const files = new Disk(kernel.clock);
  const sandbox: Sandbox = { ...of, files, space: files.space, processes, findProgram: () => undefined };
  const output = new Capture();
  processes.start({ program: pause, argv: ['/pause'], env: new Map(), cwd: '/', stdin: emptyInput, stdout: output, stderr: output });
  return processes;
}
