// Upstream: pkg/kubelet/kuberuntime/logs/logs.go
import { formatMicroTime, parseTime } from '../../../base/index.ts';
import type { Kernel, Process } from '../../../kernel/index.ts';
import type { LogOptions } from '../../../kinds/index.ts';
import type { ContainerLog, LogLine } from '../../runtime/container-log.ts';

/** Passes a log on, line by line, until its end or, when followed, until the container's end. `write` answers false to stop. */
export function* readLog(kernel: Kernel, log: ContainerLog, options: LogOptions, write: (text: string) => boolean): Process {
  const sinceMs = sinceOf(kernel, options);
  let left = options.limitBytes ?? Number.POSITIVE_INFINITY;
  let at = firstLine(log, options, sinceMs);
  for (;;) {
    at = Math.max(at, log.first);
    for (let line = log.line(at); line; line = log.line(++at)) {
      if (line.atMs < sinceMs) continue;
      const text = formatLine(kernel, line, options).slice(0, left);
      left -= text.length;
      if (!write(text) || left <= 0) return;
    }
    if (!options.follow || log.isEnded) return;
    yield* log.more();
  }
}

/** Since when lines are wanted, in virtual time. */
function sinceOf(kernel: Kernel, { sinceSeconds, sinceTime }: LogOptions): number {
  if (sinceSeconds !== undefined) return kernel.nowMs - sinceSeconds * 1000;
  const at = sinceTime === undefined ? undefined : parseTime(sinceTime);
  return at === undefined ? Number.NEGATIVE_INFINITY : at - (kernel.wallMs - kernel.nowMs);
}

function firstLine(log: ContainerLog, { tailLines }: LogOptions, sinceMs: number): number {
  if (tailLines === undefined) return log.first;
  let wanted = tailLines;
  let at = log.end;
  while (wanted > 0 && at > log.first && (log.line(at - 1)?.atMs ?? 0) >= sinceMs) {
    at--;
    wanted--;
  }
  return at;
}

function formatLine(kernel: Kernel, line: LogLine, { timestamps }: LogOptions): string {
  if (!timestamps) return line.text;
  const stamp = formatMicroTime(kernel.wallMs - kernel.nowMs + line.atMs);
  return `${stamp.slice(0, -1)}000Z ${line.text}`;
}
