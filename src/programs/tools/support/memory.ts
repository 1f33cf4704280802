import { systemKilobytes } from '../../../machine/index.ts';
import type { ProgramContext } from '../../../machine/index.ts';

/** The memory of the machine and what of it is taken, in kilobytes: a container sees that of its node, and of what is taken its own. */
export function memoryOf({ sandbox }: ProgramContext): { readonly total: number; readonly used: number } {
  const total = Math.floor(sandbox.stack.host.hardware.memoryBytes / 1024);
  const used = systemKilobytes(total) + Math.ceil((sandbox.use?.memoryBytes ?? 0) / 1024);
  return { total, used: Math.min(used, total) };
}
