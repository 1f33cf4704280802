import { civilTime, monthNames, twoDigits } from '../../base/index.ts';
import type { FileStat } from '../../machine/index.ts';
import { FileError, joinPath } from '../../machine/index.ts';
import { groupName, userName } from './support/accounts.ts';
import { busyboxSize, humanSize } from './support/sizes.ts';
import type { Options } from './support/options.ts';
import type { Tool, ToolBody } from './support/tool.ts';

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly stat: FileStat;
  /** Where it points, when it is a link that is shown as one. */
  readonly target: string | undefined;
}

const long = { all: 'a', 'almost-all': 'A', directory: 'd', 'human-readable': 'h', recursive: 'R', reverse: 'r', color: '8', classify: 'F', inode: 'i', dereference: 'L', 'numeric-uid-gid': 'n', size: 's' };

/** `ls [-l -a -A -d -h -R -r -t -S -1 -n -L -F -i] [PATH…]` */
export const ls: ToolBody = function* (tool) {
  const options = tool.options('laAdhRrtSC1nLFpiosgcuUXGqmk8::', long);
  const paths = options.operands.length > 0 ? options.operands : ['.'];
  const files: Entry[] = [];
  const directories: string[] = [];
  let status = 0;
  for (const name of [...paths].sort()) {
    const path = tool.path(name);
    const target = options.has('L') ? undefined : tool.files.readLink?.(path);
    if (!tool.files.exists(path) && target === undefined) {
      yield* tool.complain(tool.isBusybox ? `${name}: No such file or directory` : `cannot access '${name}': No such file or directory`);
      status = tool.isBusybox ? 1 : 2;
    } else if (tool.files.exists(path) && tool.files.stat(path).type === 'directory' && !options.has('d') && (target === undefined || !isLong(options))) directories.push(name);
    else files.push(entryOf(tool, options, name, path));
  }
  if (files.length > 0) show(tool, options, files);
  const showsNames = paths.length > 1 || options.has('R');
  for (const [index, name] of directories.entries()) {
    if (showsNames) tool.put(`${index > 0 || files.length > 0 ? '\n' : ''}${name}:\n`);
    try {
      listDirectory(tool, options, name);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      yield* tool.complain(tool.isBusybox ? `can't open '${name}': ${error.message}` : `cannot open directory '${name}': ${error.message}`);
      status = tool.isBusybox ? 1 : 2;
    }
  }
  return status;
};

function isLong(options: Options): boolean {
  return options.has('l') || options.has('n') || options.has('o') || options.has('g');
}

function entryOf(tool: Tool, options: Options, name: string, path: string): Entry {
  const target = options.has('L') ? undefined : tool.files.readLink?.(path);
  const stat = (target === undefined ? undefined : tool.files.statLink?.(path)) ?? tool.files.stat(path);
  return { name, path, stat, target };
}

function listDirectory(tool: Tool, options: Options, name: string): void {
  const path = tool.path(name);
  const names = tool.files.list(path).filter((entry) => options.has('a') || options.has('A') || !entry.startsWith('.'));
  const entries = sortEntries(options, names.map((entry) => entryOf(tool, options, entry, joinPath(path, entry))));
  const dots = options.has('a') ? ['.', '..'].map((dot) => entryOf(tool, options, dot, joinPath(path, dot))) : [];
  const all = [...dots, ...entries];
  if (isLong(options)) tool.put(`total ${all.reduce((sum, { stat }) => sum + kilobytesOf(stat), 0)}\n`);
  show(tool, options, all);
  if (!options.has('R')) return;
  for (const { name: inner, stat } of entries) {
    if (stat.type !== 'directory') continue;
    const below = `${name.replace(/\/$/, '')}/${inner}`;
    tool.put(`\n${below}:\n`);
    listDirectory(tool, options, below);
  }
}

function sortEntries(options: Options, entries: Entry[]): Entry[] {
  if (options.has('t')) entries.sort((a, b) => b.stat.modifiedMs - a.stat.modifiedMs);
  else if (options.has('S')) entries.sort((a, b) => b.stat.size - a.stat.size);
  return options.has('r') ? entries.reverse() : entries;
}

function show(tool: Tool, options: Options, entries: readonly Entry[]): void {
  if (isLong(options)) return showLong(tool, options, entries);
  const isTerminal = tool.context.stdout.isTerminal && !options.has('1');
  const names = entries.map((entry) => entry.name + suffix(options, entry));
  if (!isTerminal) return tool.put(names.map((name) => `${name}\n`).join(''));
  tool.put(columns(names, tool.context.terminal?.columns ?? 80));
}

function suffix(options: Options, { stat }: Entry): string {
  if (!options.has('F') && !options.has('p')) return '';
  return stat.type === 'directory' ? '/' : options.has('p') ? '' : stat.type === 'link' ? '@' : (stat.mode & 0o111) !== 0 ? '*' : '';
}

function columns(names: readonly string[], width: number): string {
  if (names.length === 0) return '';
  for (let count = Math.min(names.length, 20); count > 1; count--) {
    const rows = Math.ceil(names.length / count);
    const widths = Array.from({ length: count }, (_, column) => Math.max(0, ...names.slice(column * rows, (column + 1) * rows).map((name) => name.length + 2)));
    if (widths.reduce((sum, one) => sum + one, 0) - 2 > width) continue;
    return Array.from({ length: rows }, (_, row) => widths.map((one, column) => (names[column * rows + row] ?? '').padEnd(one)).join('').trimEnd()).map((line) => `${line}\n`).join('');
  }
  return names.map((name) => `${name}\n`).join('');
}

function showLong(tool: Tool, options: Options, entries: readonly Entry[]): void {
  const isNumeric = options.has('n');
  const rows = entries.map((entry) => ({
    entry, links: String(linksOf(tool, entry)), owner: (isNumeric ? undefined : userName(tool.files, entry.stat.uid)) ?? String(entry.stat.uid),
    group: (isNumeric ? undefined : groupName(tool.files, entry.stat.gid)) ?? String(entry.stat.gid),
    size: entry.stat.device ? `${entry.stat.device.major}, ${String(entry.stat.device.minor).padStart(3)}` : options.has('h') ? (tool.isBusybox ? busyboxSize : humanSize)(entry.stat.size) : String(entry.stat.size),
  }));
  const width = (pick: (row: (typeof rows)[number]) => string): number => Math.max(0, ...rows.map((row) => pick(row).length));
  const [linkWidth, ownerWidth, groupWidth, sizeWidth] = [width((row) => row.links), width((row) => row.owner), width((row) => row.group), width((row) => row.size)];
  for (const { entry, links, owner, group, size } of rows) {
    const mode = modeText(entry.stat);
    const arrow = entry.target === undefined ? '' : ` -> ${entry.target}`;
    const date = dateText(tool, entry.stat.modifiedMs);
    tool.put(tool.isBusybox
      ? `${mode} ${links.padStart(4)} ${owner.padEnd(8)} ${group.padEnd(8)} ${size.padStart(9)} ${date} ${entry.name}${arrow}\n`
      : `${mode} ${links.padStart(linkWidth)} ${owner.padEnd(ownerWidth)} ${group.padEnd(groupWidth)} ${size.padStart(sizeWidth)} ${date} ${entry.name}${arrow}${suffix(options, entry)}\n`);
  }
}

/** A directory is linked from its parent, from itself, and from each directory in it. */
function linksOf(tool: Tool, { stat, path }: Entry): number {
  if (stat.type !== 'directory') return 1;
  return 2 + tool.files.list(path).filter((name) => tool.files.readLink?.(joinPath(path, name)) === undefined && tool.files.stat(joinPath(path, name)).type === 'directory').length;
}

/** `drwxr-xr-x` */
export function modeText({ type, mode }: FileStat): string {
  const bits = [0o400, 0o200, 0o100, 0o040, 0o020, 0o010, 0o004, 0o002, 0o001].map((bit, index) => ((mode & bit) === 0 ? '-' : 'rwx'.charAt(index % 3)));
  if ((mode & 0o4000) !== 0) bits[2] = bits[2] === 'x' ? 's' : 'S';
  if ((mode & 0o2000) !== 0) bits[5] = bits[5] === 'x' ? 's' : 'S';
  if ((mode & 0o1000) !== 0) bits[8] = bits[8] === 'x' ? 't' : 'T';
  return (type === 'directory' ? 'd' : type === 'link' ? 'l' : type === 'device' ? 'c' : '-') + bits.join('');
}

/** What a file takes of its disk. A short link takes nothing, nor does a directory that is kept in memory. */
function kilobytesOf({ type, size }: FileStat): number {
  return 4 * (type === 'file' ? Math.ceil(size / 4096) : Math.floor(size / 4096));
}

function dateText(tool: Tool, modifiedMs: number): string {
  const { kernel } = tool.context.sandbox;
  const { month, day, hour, minute } = civilTime(kernel.wallMs - kernel.nowMs + modifiedMs);
  return `${monthNames[month - 1] ?? ''} ${String(day).padStart(2)} ${twoDigits(hour)}:${twoDigits(minute)}`;
}
