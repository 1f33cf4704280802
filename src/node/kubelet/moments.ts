import { formatTime } from '../../base/index.ts';
import type { Kernel } from '../../kernel/index.ts';

/** A moment of virtual time as the API writes it. */
export function timeText(kernel: Kernel, atMs: number): string {
  return formatTime(kernel.wallMs - kernel.nowMs + atMs);
}
