import { twoDigits } from '../../base/index.ts';
import { ended, join, race, sleep, timeout as within } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { signalNumbers, textInput } from '../../machine/index.ts';
import type { SeenProcess, UnixSignal } from '../../machine/index.ts';
import { signalOf } from '../shell/builtins/job-control.ts';
import { durationMs } from './sleep.ts';
import { userName } from './support/accounts.ts';
import { UsageError } from './support/options.ts';
import { runProgram, startProgram } from './support/run.ts';
import type { Tool, ToolBody } from './support/tool.ts';

function nameOf(child: SeenProcess): string {
  const path = child.argv[0] ?? '';
  return path.slice(path.lastIndexOf('/') + 1);
}

function cpuTime(tool: Tool, child: SeenProcess): string {
  const seconds = Math.floor((tool.nowMs - child.startedMs) / 1000 / 1000);
  return `${twoDigits(Math.floor(seconds / 3600))}:${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`;
}

const columns: Readonly<Record<string, { readonly title: string; readonly width: number; readonly isRight?: boolean; cell(tool: Tool, child: SeenProcess): string }>> = {
  pid: { title: 'PID', width: 5, isRight: true, cell: (_, child) => String(child.pid) },
  ppid: { title: 'PPID', width: 5, isRight: true, cell: (_, child) => String(child.parent) },
  user: { title: 'USER', width: 8, cell: ownerOf },
  time: { title: 'TIME', width: 5, cell: () => '0:00' },
  args: { title: 'COMMAND', width: 0, cell: (_, child) => child.argv.join(' ') },
  comm: { title: 'COMMAND', width: 0, cell: (_, child) => nameOf(child) },
  stat: { title: 'STAT', width: 4, cell: (_, child) => (child.isStopped ? 'T' : 'S') },
  vsz: { title: 'VSZ', width: 6, cell: () => '4.2m' },
  rss: { title: 'RSS', width: 5, cell: () => '1024' },
  etime: { title: 'ELAPSED', width: 7, cell: (tool, child) => String(Math.floor((tool.nowMs - child.startedMs) / 1000)) },
};

/** What the user of a process is called; by number where nobody has named them. */
export function ownerOf({ files }: Tool, { uid }: SeenProcess): string {
  return userName(files, uid) ?? String(uid);
}

/** `ps [-e -f aux] [-o COLUMNS]` */
export const ps: ToolBody = function* (tool) {
  const text = tool.args.join(' ');
  const chosen = /(?:^|\s)-?o\s*(\S+)/.exec(text)?.[1]?.split(',') ?? [];
  const children = tool.context.sandbox.processes.seen();
  if (chosen.length > 0) {
    const shown = chosen.map((name) => ({ name: name.replace(/=.*$/, ''), isSilent: name.endsWith('=') })).flatMap(({ name, isSilent }) => {
      const column = columns[name === 'cmd' || name === 'command' ? 'args' : name];
      return column ? [{ column, isSilent }] : [];
    });
    const line = (cells: readonly string[]): string => cells.map((cell, index) => {
      const column = shown[index]?.column;
      return index === cells.length - 1 || !column ? cell : column.isRight ? cell.padStart(column.width) : cell.padEnd(column.width);
    }).join(' ').trimEnd();
    const title = (column: (typeof shown)[number]['column']): string => (tool.isBusybox && column.isRight ? column.title.padEnd(column.width) : column.title);
    if (!shown.every(({ isSilent }) => isSilent)) tool.put(`${line(shown.map(({ column }) => title(column)))}\n`);
    for (const child of children) tool.put(`${line(shown.map(({ column }) => column.cell(tool, child)))}\n`);
    return 0;
  }
  if (tool.isBusybox) {
    tool.put('PID   USER     TIME  COMMAND\n');
    for (const child of children) tool.put(`${String(child.pid).padStart(5)} ${ownerOf(tool, child).padEnd(8)} ${'0:00'.padStart(5)} ${child.argv.join(' ')}\n`);
  } else if (/(^|\s)-?\w*u/.test(text) && text.includes('a')) {
    tool.put('USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n');
    for (const child of children) tool.put(`${ownerOf(tool, child).padEnd(8)} ${String(child.pid).padStart(7)}  0.0  0.1   4624  3712 ?        ${child.isStopped ? 'T' : 'S'}    00:00   0:00 ${child.argv.join(' ')}\n`);
  } else if (text.includes('f')) {
    tool.put('UID          PID    PPID  C STIME TTY          TIME CMD\n');
    for (const child of children) tool.put(`${ownerOf(tool, child).padEnd(8)} ${String(child.pid).padStart(7)} ${String(child.parent).padStart(7)}  0 00:00 ?        ${cpuTime(tool, child)} ${child.argv.join(' ')}\n`);
  } else {
    tool.put('    PID TTY          TIME CMD\n');
    for (const child of children) tool.put(`${String(child.pid).padStart(7)} pts/0    ${cpuTime(tool, child)} ${nameOf(child)}\n`);
  }
  return 0;
};

function matching(tool: Tool, pattern: string, isFull: boolean, isExact: boolean): readonly SeenProcess[] {
  let regex: RegExp;
  try {
    regex = new RegExp(isExact ? `^(?:${pattern})$` : pattern);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(`invalid pattern: ${pattern}`, { hasHint: false });
  }
  return tool.context.sandbox.processes.seen().filter((child) => child.pid !== tool.context.pid && regex.test(isFull ? child.argv.join(' ') : nameOf(child)));
}

/** `pgrep [-f -l -x] PATTERN` */
export const pgrep: ToolBody = function* (tool) {
  const options = tool.options('flaxn');
  const found = matching(tool, options.operands[0] ?? '', options.has('f'), options.has('x'));
  for (const child of found) tool.put(`${child.pid}${options.has('l') ? ` ${nameOf(child)}` : options.has('a') ? ` ${child.argv.join(' ')}` : ''}\n`);
  return found.length > 0 ? 0 : 1;
};

/** `pkill [-SIGNAL] [-f -x] PATTERN`, `killall NAME…` */
export const pkill: ToolBody = function* (tool) {
  const given = tool.args.find((arg) => /^-([0-9]+|[A-Z]{3,}[0-9]?)$/.test(arg));
  const signal = given === undefined ? 'SIGTERM' : signalOf(given.slice(1));
  if (signal === undefined) throw new UsageError(`invalid signal: ${given ?? ''}`);
  const options = tool.options('fxqoun', {}, tool.args.filter((arg) => arg !== given));
  let count = 0;
  for (const pattern of options.operands) {
    for (const child of matching(tool, pattern, options.has('f'), options.has('x') || tool.name === 'killall')) {
      tool.context.sandbox.processes.signal(child.pid, signal);
      count++;
    }
    if (count === 0 && tool.name === 'killall') yield* tool.complain(`${pattern}: no process ${tool.isBusybox ? 'killed' : 'found'}`);
  }
  return count > 0 ? 0 : 1;
};

/** `pidof NAME…` */
export const pidof: ToolBody = function* (tool) {
  const names = tool.args.filter((arg) => !arg.startsWith('-'));
  const found = tool.context.sandbox.processes.seen().filter((child) => names.includes(nameOf(child)) || names.includes(child.argv[0] ?? ''));
  if (found.length === 0) return 1;
  tool.put(`${found.map(({ pid }) => pid).reverse().join(' ')}\n`);
  return 0;
};

/** `kill [-SIGNAL] PID…` as a program of its own. */
export const kill: ToolBody = function* (tool) {
  const [first = '', second = ''] = tool.args;
  if (first === '-l') {
    tool.put(`${Object.keys(signalNumbers).map((name) => name.slice(3)).join(' ')}\n`);
    return 0;
  }
  const isNamed = first === '-s';
  const option = isNamed ? second : first.startsWith('-') ? first.slice(1) : undefined;
  const signal: UnixSignal | undefined = option === undefined ? 'SIGTERM' : option === '0' ? undefined : signalOf(option);
  if (option !== undefined && option !== '0' && signal === undefined) throw new UsageError(`bad signal name '${option}'`);
  const targets = tool.args.slice(option === undefined ? 0 : isNamed ? 2 : 1);
  if (targets.length === 0) throw new UsageError('you need to specify whom to kill');
  const { processes } = tool.context.sandbox;
  let status = 0;
  for (const target of targets) {
    const pid = Number(target);
    if (Number.isNaN(pid)) status = yield* tool.fail(`invalid number '${target}'`);
    else if (signal === undefined ? !processes.see(pid) : !processes.signal(pid, signal)) status = yield* tool.fail(tool.isBusybox ? `can't kill pid ${target}: No such process` : `(${target}) - No such process`);
  }
  return status;
};

/** `timeout [-s SIGNAL] [-k TIME] TIME COMMAND…`: 124 when the time was over. */
export const timeout: ToolBody = function* (tool) {
  const options = tool.options('+s:k:t:v', { signal: 's', 'kill-after': 'k', foreground: 'v', 'preserve-status': 'v' });
  const [time = '', ...command] = options.has('t') ? [options.value('t') ?? '', ...options.operands] : options.operands;
  const ms = durationMs(time);
  if (ms === undefined) throw new UsageError(tool.isBusybox ? `invalid number '${time}'` : `invalid time interval '${time}'`, { status: 125 });
  const signal = signalOf(options.value('s') ?? 'TERM');
  if (!signal) throw new UsageError(`${options.value('s') ?? ''}: invalid signal`, { status: 125 });
  const child = startProgram(tool.context, command);
  if (!child) return yield* tool.fail(tool.isBusybox ? `can't execute '${command[0] ?? ''}': No such file or directory` : `failed to run command '${command[0] ?? ''}': No such file or directory`, 127);
  const { processes } = tool.context.sandbox;
  try {
    const winner = ms === 0 ? yield* race([ended(child.process)]) : yield* race([ended(child.process), within(ms)]);
    if (winner === 0) return child.status ?? 0;
    processes.signal(child.pid, signal);
    const graceMs = durationMs(options.value('k') ?? '');
    if (graceMs !== undefined && !child.process.isDone) {
      yield* race([ended(child.process), within(graceMs)]);
      if (!child.process.isDone) processes.signal(child.pid, 'SIGKILL');
    }
    yield* join(child.process);
    return tool.isBusybox ? 143 : 124;
  } finally {
    if (!child.process.isDone) processes.signal(child.pid, 'SIGTERM');
  }
};

/** `watch [-n SECONDS] COMMAND…` */
export const watch: ToolBody = function* (tool) {
  const options = tool.options('+n:tdgex', { interval: 'n', 'no-title': 't' });
  const seconds = Number(options.value('n') ?? 2);
  const command = options.operands.join(' ');
  if (command === '') throw new UsageError('usage: watch [options] command', { hasHint: false });
  for (;;) {
    const title = `Every ${seconds.toFixed(1)}s: ${command}`;
    if (tool.context.stdout.isTerminal) tool.put('\u001b[H\u001b[2J');
    if (!options.has('t')) tool.put(`${title}\n\n`);
    yield* runProgram(tool, ['sh', '-c', command]);
    yield* sleep(seconds * 1000);
  }
};

/** `xargs [-n N] [-I TEXT] [-r] [-0] [-t] [-d SEP] COMMAND…` */
export const xargs: ToolBody = function* (tool) {
  const options = tool.options('+n:I:r0td:L:P:', { 'no-run-if-empty': 'r', 'max-args': 'n', null: '0', replace: 'I', delimiter: 'd', verbose: 't' });
  const text = yield* tool.context.stdin.readAll();
  const replaced = options.value('I');
  const items = itemsOf(text, replaced !== undefined || options.has('L') ? '\n' : options.has('0') ? '\0' : options.value('d')?.replaceAll('\\n', '\n'));
  const command = options.operands.length > 0 ? options.operands : ['echo'];
  if (items.length === 0 && (options.has('r') || tool.isBusybox || replaced !== undefined)) return 0;
  const count = replaced !== undefined ? 1 : options.has('L') ? options.number('L', 1) : options.has('n') ? options.number('n', 1) : Math.max(1, items.length);
  let status = 0;
  for (let at = 0; at < Math.max(1, items.length); at += count) {
    const batch = items.slice(at, at + count);
    const words = replaced === undefined ? [...command, ...batch] : command.map((word) => word.replaceAll(replaced, batch[0] ?? ''));
    if (options.has('t')) yield* tool.context.stderr.write(`${words.join(' ')}\n`);
    const code = yield* runProgram(tool, words, { stdin: textInput('') });
    if (code === 127 || code === 126) return code;
    if (code !== 0) status = 123;
  }
  return status;
};

function itemsOf(text: string, separator: string | undefined): string[] {
  if (separator !== undefined) {
    const items = text.split(separator).map((item) => (separator === '\n' ? item.trim() : item));
    return items.filter((item) => item !== '' && item !== '\n');
  }
  return [...text.matchAll(/(?:[^\s"'\\]|\\[^]|"[^"]*"|'[^']*')+/g)].map(([item]) => item.replace(/\\([^])|"([^"]*)"|'([^']*)'/g, (_, escaped?: string, double?: string, single?: string) => escaped ?? double ?? single ?? ''));
}

/** `nohup COMMAND…`, `nice`, `stdbuf`, `setsid`: run the command. */
export const runner: ToolBody = function* (tool) {
  const command = tool.args.filter((arg, index) => !(arg.startsWith('-') && tool.args.slice(0, index).every((before) => before.startsWith('-'))));
  if (command.length === 0) throw new UsageError('missing operand');
  return yield* runProgram(tool, command);
};

/** `time COMMAND…` */
export const time: ToolBody = function* (tool): Process<number> {
  const startedMs = tool.nowMs;
  const status = yield* runProgram(tool, tool.args.filter((arg) => arg !== '-p'));
  const seconds = (tool.nowMs - startedMs) / 1000;
  if (tool.isBusybox) {
    yield* tool.context.stderr.write(`real\t${Math.floor(seconds / 60)}m ${(seconds % 60).toFixed(2)}s\nuser\t0m 0.00s\nsys\t0m 0.00s\n`);
    return status;
  }
  const shown = `${Math.floor(seconds / 60)}m${(seconds % 60).toFixed(3)}s`;
  yield* tool.context.stderr.write(`\nreal\t${shown}\nuser\t0m0.001s\nsys\t0m0.001s\n`);
  return status;
};
