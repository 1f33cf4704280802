// Upstream: procps top(1), busybox top
import { race, sleep, timeout } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { Terminal } from '../../machine/index.ts';
import { formatDate } from './date.ts';
import { ownerOf } from './process-tools.ts';
import { memoryOf } from './support/memory.ts';
import type { Tool, ToolBody } from './support/tool.ts';
import { upText } from './support/uptime.ts';

/** `top [-b] [-n N] [-d SECONDS]`: the processes again and again, until `q`. */
export const top: ToolBody = function* (tool) {
  const text = tool.args.join(' ');
  const isBatch = /(?:^|\s)-\w*b/.test(text);
  const rounds = Number(/-\w*n\s*(\d+)/.exec(text)?.[1] ?? Number.POSITIVE_INFINITY);
  const everyMs = Number(/-\w*d\s*([\d.]+)/.exec(text)?.[1] ?? (tool.isBusybox ? 5 : 3)) * 1000;
  const { stdin } = tool.context;
  const keys = !isBatch && stdin instanceof Terminal ? stdin : undefined;
  keys?.setRaw(true);
  try {
    for (let round = 0; round < rounds; round++) {
      if (!isBatch) tool.put('\u001b[H\u001b[2J');
      const shown = tool.isBusybox ? busyboxTable(tool) : table(tool);
      tool.put(keys ? firstRows(shown, keys.rows - 1) : shown);
      yield* tool.flush();
      if (round < rounds - 1 && (yield* isLeft(keys, everyMs))) break;
    }
  } finally {
    keys?.setRaw(false);
  }
  return 0;
};

function firstRows(text: string, count: number): string {
  return text.split('\n').slice(0, count).map((line) => `${line}\n`).join('');
}

/** Waits for the next round; true when a key ended it before. */
function* isLeft(keys: Terminal | undefined, everyMs: number): Process<boolean> {
  if (!keys) {
    yield* sleep(everyMs);
    return false;
  }
  if ((yield* race([keys.readable, timeout(everyMs)])) === 1) return false;
  const pressed = yield* keys.read();
  return pressed === undefined || /[q\u0003]/.test(pressed);
}

function busyboxTable(tool: Tool): string {
  const children = tool.context.sandbox.processes.seen();
  const { total, used } = memoryOf(tool.context);
  const head = `Mem: ${used}K used, ${total - used}K free, 0K shrd, 0K buff, 0K cached\nCPU:   1% usr   0% sys   0% nic  98% idle   0% io   0% irq   0% sirq\n`
    + `Load average: 0.00 0.00 0.00 1/${children.length} ${tool.context.pid}\n  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND\n`;
  return head + children.map((child) => `${String(child.pid).padStart(5)} ${String(child.parent).padStart(5)} ${ownerOf(tool, child).padEnd(8)} S     4400   0%   0   0% ${child.argv.join(' ')}\n`).join('');
}

function table(tool: Tool): string {
  const children = tool.context.sandbox.processes.seen();
  const mebibytes = (kilobytes: number): string => (kilobytes / 1024).toFixed(1).padStart(8);
  const { total, used } = memoryOf(tool.context);
  const count = (number: number): string => String(number).padStart(3);
  return `top - ${formatDate('%T', tool.context.sandbox.kernel.wallMs)} up ${upText(tool.nowMs)},  0 users,  load average: 0.00, 0.00, 0.00\n`
    + `Tasks: ${count(children.length)} total, ${count(1)} running, ${count(children.length - 1)} sleeping, ${count(0)} stopped, ${count(0)} zombie\n`
    + '%Cpu(s):  0.0 us,  0.0 sy,  0.0 ni,100.0 id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st\n'
    + `MiB Mem : ${mebibytes(total)} total, ${mebibytes(total - used)} free, ${mebibytes(used)} used, ${mebibytes(0)} buff/cache\n`
    + `MiB Swap: ${mebibytes(0)} total, ${mebibytes(0)} free, ${mebibytes(0)} used. ${mebibytes(total - used)} avail Mem\n\n`
    + '    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND\n'
    + children.map((child) => `${String(child.pid).padStart(7)} ${ownerOf(tool, child).padEnd(9)} 20   0    4624   3712   3200 ${child.pid === tool.context.pid ? 'R' : 'S'}   0.0   0.0   0:00.00 ${(child.argv[0] ?? '').split('/').at(-1) ?? ''}\n`).join('');
}
