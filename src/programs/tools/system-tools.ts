import { joinPath, operatingSystem } from '../../machine/index.ts';
import { ConditionError, evaluateTest } from '../shell/condition.ts';
import { groupName, userName } from './support/accounts.ts';
import { memoryOf } from './support/memory.ts';
import { runProgram } from './support/run.ts';
import { changedMode } from './file-tools.ts';
import { modeText } from './ls.ts';
import { formatDate } from './date.ts';
import { UsageError } from './support/options.ts';
import { humanSize } from './support/sizes.ts';
import type { Tool, ToolBody } from './support/tool.ts';
import { upText } from './support/uptime.ts';

/** `true`, `:` */
export const succeed: ToolBody = function* () {
  return 0;
};

/** `false` */
export const failing: ToolBody = function* () {
  return 1;
};

/** `pwd` */
export const pwd: ToolBody = function* (tool) {
  tool.put(`${tool.context.cwd}\n`);
  return 0;
};

/** `test …`, `[ … ]` as programs of their own. */
export const test: ToolBody = function* (tool) {
  const args = tool.name === '[' ? tool.args.slice(0, -1) : tool.args;
  if (tool.name === '[' && tool.args.at(-1) !== ']') return yield* tool.fail("missing ']'", 2);
  try {
    return evaluateTest(args, { files: tool.files, cwd: tool.context.cwd, isTerminal: () => tool.context.stdin.isTerminal, isSet: () => false, user: tool.context.sandbox.user }) ? 0 : 1;
  } catch (error) {
    if (error instanceof ConditionError) return yield* tool.fail(error.message, 2);
    throw error;
  }
};

/** `hostname [-i -f -s]` */
export const hostname: ToolBody = function* (tool) {
  const { sandbox } = tool.context;
  const [option = ''] = tool.args;
  tool.put(`${hostnameAs(option, tool, sandbox.hostname) ?? sandbox.stack.address}\n`);
  return 0;
};

/** The name in the form that an option asks for; undefined where it asks for the address. */
function hostnameAs(option: string, tool: Tool, name: string): string | undefined {
  switch (option) {
    case '-i':
    case '-I': return undefined;
    case '-s': return name.split('.')[0] ?? '';
    case '-f': return fullName(tool, name);
    default: return name;
  }
}

/** The first of the names that /etc/hosts has on the line of this one. */
function fullName({ files }: Tool, name: string): string {
  const lines = files.exists('/etc/hosts') ? files.read('/etc/hosts').split('\n') : [];
  for (const line of lines) {
    const [, first, ...aliases] = line.trim().split(/\s+/);
    if (first !== undefined && (first === name || aliases.includes(name))) return first;
  }
  return name;
}

/** `id [-u -g -G -n]` */
export const id: ToolBody = function* (tool) {
  const options = tool.options('ugGnr');
  const { uid, gid, groups } = tool.context.sandbox.user ?? { uid: 0, gid: 0, groups: [0] };
  const user = userName(tool.files, uid);
  const plain = (name: string | undefined, number: number): string => (options.has('n') ? name ?? String(number) : String(number));
  const both = (name: string | undefined, number: number): string => (name === undefined ? String(number) : `${number}(${name})`);
  const all = [...new Set([gid, ...groups])].sort((a, b) => a - b);
  if (options.has('u')) tool.put(`${plain(user, uid)}\n`);
  else if (options.has('g')) tool.put(`${plain(groupName(tool.files, gid), gid)}\n`);
  else if (options.has('G')) tool.put(`${all.map((number) => plain(groupName(tool.files, number), number)).join(' ')}\n`);
  else tool.put(`uid=${both(user, uid)} gid=${both(groupName(tool.files, gid), gid)} groups=${all.map((number) => both(groupName(tool.files, number), number)).join(',')}\n`);
  return 0;
};

/** `whoami` */
export const whoami: ToolBody = function* (tool) {
  const uid = tool.context.sandbox.user?.uid ?? 0;
  const name = userName(tool.files, uid);
  if (name === undefined) return yield* tool.fail(tool.isBusybox ? `unknown uid ${uid}` : `cannot find name for user ID ${uid}`);
  tool.put(`${name}\n`);
  return 0;
};

/** `uname [-a -s -n -r -m -o]` */
export const uname: ToolBody = function* (tool) {
  const options = tool.options('asnrvmpio', { all: 'a' });
  const parts: Readonly<Record<string, string>> = { s: 'Linux', n: tool.context.sandbox.hostname, r: operatingSystem.kernelRelease, v: operatingSystem.kernelVersion, m: 'x86_64', o: tool.isBusybox ? 'Linux' : 'GNU/Linux' };
  const letters = options.has('a') ? ['s', 'n', 'r', 'v', 'm', 'o'] : ['s', 'n', 'r', 'v', 'm', 'o'].filter((letter) => options.has(letter));
  tool.put(`${(letters.length > 0 ? letters : ['s']).map((letter) => parts[letter] ?? '').join(' ')}\n`);
  return 0;
};

/** `stat [-c FORMAT] [-L] FILE…`: of a link itself, unless asked for what it points to. */
export const stat: ToolBody = function* (tool) {
  const options = tool.options('c:fLt', { format: 'c', printf: 'c', dereference: 'L' });
  let status = 0;
  for (const name of options.operands) {
    const path = tool.path(name);
    if (!tool.files.exists(path)) {
      status = yield* tool.fail(tool.isBusybox ? `can't stat '${name}': No such file or directory` : `cannot statx '${name}': No such file or directory`);
      continue;
    }
    const target = options.has('L') ? undefined : tool.files.readLink?.(path);
    const info = (target === undefined ? undefined : tool.files.statLink?.(path)) ?? tool.files.stat(path);
    const { kernel } = tool.context.sandbox;
    const wallMs = kernel.wallMs - kernel.nowMs + info.modifiedMs;
    const kind = info.type === 'link' ? 'symbolic link' : info.type === 'directory' ? 'directory' : info.type === 'device' ? 'character special file' : info.size === 0 ? 'regular empty file' : 'regular file';
    const mode = (info.mode & 0o7777).toString(8);
    const when = formatDate('%F %T.%N +0000', wallMs);
    const owner = userName(tool.files, info.uid) ?? 'UNKNOWN';
    const group = groupName(tool.files, info.gid) ?? 'UNKNOWN';
    const values: Readonly<Record<string, string>> = { n: name, s: String(info.size), a: mode, A: modeText(info), F: kind, U: owner, G: group, u: String(info.uid), g: String(info.gid), y: when, Y: String(Math.floor(wallMs / 1000)), z: when, Z: String(Math.floor(wallMs / 1000)), b: String(Math.ceil(info.size / 512)), h: '1', i: '1', N: target === undefined ? `'${name}'` : `'${name}' -> '${target}'` };
    const format = options.value('c');
    if (format !== undefined) tool.put(`${format.replace(/%(.)/g, (all, letter: string) => values[letter] ?? all)}\n`);
    else tool.put(`  File: ${target === undefined ? name : `${name} -> ${target}`}\n  Size: ${String(info.size).padEnd(15)}\tBlocks: ${String(Math.ceil(info.size / 512)).padEnd(10)} IO Block: 4096   ${kind}\nAccess: (${mode.padStart(4, '0')}/${modeText(info)})  Uid: (${String(info.uid).padStart(5)}/${owner.padStart(8)})   Gid: (${String(info.gid).padStart(5)}/${group.padStart(8)})\nModify: ${when}\n`);
  }
  return status;
};

/** `du [-s -h -a] [PATH…]` */
export const du: ToolBody = function* (tool) {
  const options = tool.options('shakmcd:', { summarize: 's', 'human-readable': 'h', all: 'a', 'max-depth': 'd' });
  const deepest = options.has('s') ? 0 : options.number('d', Number.POSITIVE_INFINITY);
  const show = (blocks: number, name: string): void => tool.put(`${options.has('h') ? humanSize(blocks * 1024) : options.has('m') ? Math.ceil(blocks / 1024) : blocks}\t${name}\n`);
  const visit = (path: string, name: string, depth: number): number => {
    const info = tool.files.stat(path);
    let blocks = Math.ceil(info.size / 4096) * 4;
    if (info.type === 'directory') for (const entry of tool.files.list(path)) if (tool.files.exists(joinPath(path, entry))) blocks += visit(joinPath(path, entry), `${name.replace(/\/$/, '')}/${entry}`, depth + 1);
    if (depth === 0 || (depth <= deepest && (info.type === 'directory' || options.has('a')))) show(blocks, name);
    return blocks;
  };
  let status = 0;
  for (const name of options.operands.length > 0 ? options.operands : ['.']) {
    if (tool.files.exists(tool.path(name))) visit(tool.path(name), name, 0);
    else status = yield* tool.fail(tool.isBusybox ? `${name}: No such file or directory` : `cannot access '${name}': No such file or directory`);
  }
  return status;
};

/** `free [-h -m]` */
export const free: ToolBody = function* (tool) {
  const { total, used } = memoryOf(tool.context);
  const isHuman = tool.args.some((arg) => arg.includes('h'));
  const isMega = tool.args.some((arg) => arg.includes('m'));
  const show = (kilobytes: number): string => (isHuman ? `${humanSize(kilobytes * 1024)}i` : String(isMega ? Math.floor(kilobytes / 1024) : kilobytes)).padStart(12);
  tool.put(`              total        used        free      shared  buff/cache   available\nMem:   ${show(total).slice(-12)}${show(used)}${show(total - used)}${show(0)}${show(0)}${show(total - used)}\nSwap:  ${show(0).slice(-12)}${show(0)}${show(0)}\n`);
  return 0;
};

/** `uptime` */
export const uptime: ToolBody = function* (tool) {
  const clock = formatDate('%T', tool.context.sandbox.kernel.wallMs);
  tool.put(` ${clock} up ${upText(tool.nowMs)},  0 users,  load average: 0.00, 0.00, 0.00\n`);
  return 0;
};

/** `nproc` */
export const nproc: ToolBody = function* (tool) {
  tool.put(`${tool.context.sandbox.stack.host.hardware.cpus}\n`);
  return 0;
};

/** `clear`, `reset` */
export const clear: ToolBody = function* (tool) {
  tool.put('\u001b[H\u001b[2J\u001b[3J');
  return 0;
};

/** `tty` */
export const tty: ToolBody = function* (tool) {
  tool.put(tool.context.stdin.isTerminal ? '/dev/pts/0\n' : 'not a tty\n');
  return tool.context.stdin.isTerminal ? 0 : 1;
};

/** `umask`-less `install -d`, `-m MODE SOURCE TARGET`. */
export const install: ToolBody = function* (tool) {
  const options = tool.options('dm:Dv', { directory: 'd', mode: 'm' });
  if (options.has('d')) {
    for (const name of options.operands) tool.files.makeDirectory(tool.path(name), { parents: true });
    return 0;
  }
  const [source, target] = options.operands;
  if (source === undefined || target === undefined) throw new UsageError('missing destination file operand');
  const text = yield* tool.read(source);
  if (text === undefined) return 1;
  tool.files.write(tool.path(target), text, changedMode(0o755, options.value('m') ?? '755'));
  return 0;
};

/** `sudo [-E -i -u USER] COMMAND…`: on these machines whoever asks is root already. */
export const sudo: ToolBody = function* (tool) {
  const options = tool.options('+EHinsSku:', { user: 'u' });
  const command = options.operands.length > 0 ? options.operands : options.has('i') || options.has('s') ? ['bash'] : [];
  if (command.length === 0) throw new UsageError('a command is missing', { hasHint: false });
  if (!tool.context.sandbox.findProgram(command[0] ?? '') && !(command[0] ?? '').includes('/')) return yield* tool.fail(`${command[0] ?? ''}: command not found`);
  return yield* runProgram(tool, command);
};

/** `stty size`; other settings of a terminal are its own. */
export const stty: ToolBody = function* (tool) {
  const { terminal } = tool.context;
  if (!terminal) return yield* tool.fail(tool.isBusybox ? 'standard input: Not a tty' : "'standard input': Inappropriate ioctl for device");
  if (tool.args.includes('size')) tool.put(`${terminal.rows} ${terminal.columns}\n`);
  return 0;
};

/** `tput cols`, `lines`, `clear`, `bold` … */
export const tput: ToolBody = function* (tool) {
  const { terminal } = tool.context;
  const [name = '', value = ''] = tool.args;
  const texts: Readonly<Record<string, string>> = {
    cols: `${terminal?.columns ?? 80}\n`, lines: `${terminal?.rows ?? 24}\n`, colors: '256\n', clear: '\u001b[H\u001b[2J\u001b[3J', bold: '\u001b[1m', rev: '\u001b[7m', smul: '\u001b[4m', rmul: '\u001b[24m', sgr0: '\u001b(B\u001b[m',
    setaf: `\u001b[38;5;${value}m`, setab: `\u001b[48;5;${value}m`,
  };
  const text = texts[name];
  if (text === undefined) return yield* tool.fail(`unknown terminfo capability '${name}'`, 4);
  tool.put(text);
  return 0;
};
