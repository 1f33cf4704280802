// Upstream: df(1)
import { joinPath, mountTable } from '../../machine/index.ts';
import type { MountEntry } from '../../machine/index.ts';
import { busyboxSize, humanSize } from './support/sizes.ts';
import type { Tool, ToolBody } from './support/tool.ts';

/** `df [-h -m -T] [FILE...]`: the file systems that are mounted, or those that the files are on. */
export const df: ToolBody = function* (tool) {
  const options = tool.options('ahHikmlPTt:x:', { 'human-readable': 'h', 'print-type': 'T', all: 'a', local: 'l', portability: 'P' });
  const { sandbox } = tool.context;
  const table = mountTable(sandbox.files, sandbox.rootDevice).filter(({ type }) => type !== 'proc' && type !== 'devtmpfs');
  const isHuman = options.has('h') || options.has('H');
  const unit = options.has('m') ? 2 ** 20 : 1024;
  const show = (bytes: number): string => (isHuman ? (tool.isBusybox ? busyboxSize : humanSize)(bytes) : String(Math.ceil(bytes / unit)));
  const titles = ['Filesystem', ...(options.has('T') ? ['Type'] : []), isHuman ? 'Size' : options.has('m') ? '1M-blocks' : '1K-blocks', 'Used', tool.isBusybox || !isHuman ? 'Available' : 'Avail', 'Use%', 'Mounted on'];
  const row = ({ device, type, at, room = sandbox.space }: MountEntry): readonly string[] => {
    const used = Math.max(0, room.used);
    return [device, ...(options.has('T') ? [type] : []), show(room.capacity), show(used), show(room.capacity - used), `${Math.ceil((used / room.capacity) * 100)}%`, at];
  };
  const there = options.operands.filter((name) => tool.files.exists(tool.path(name)));
  const missing = options.operands.filter((name) => !there.includes(name));
  const rows = [titles, ...(options.operands.length === 0 ? once(tool, table) : there.map((name) => holding(tool, table, name))).map(row)];
  if (!tool.isBusybox) {
    for (const name of missing) yield* tool.fail(`${name}: No such file or directory`);
    if (rows.length === 1) return 1;
  }
  const least = tool.isBusybox ? [20, ...(options.has('T') ? [10] : []), 9, 9, 9, 4] : [14, ...(options.has('T') ? [4] : []), 5, isHuman ? 5 : 0, isHuman ? 5 : 0, 4];
  const texts = options.has('T') ? 2 : 1;
  const widths = titles.map((_, index) => Math.max(least[index] ?? 0, ...rows.map((cells) => cells[index]?.length ?? 0)));
  for (const cells of rows) {
    const shown = cells.map((cell, index) => {
      const width = widths[index] ?? 0;
      return index === cells.length - 1 ? cell : index < texts ? cell.padEnd(width) : cell.padStart(width);
    });
    tool.put(`${shown.join(' ')}\n`);
  }
  yield* tool.flush();
  if (tool.isBusybox) for (const name of missing) yield* tool.fail(`${name}: can't find mount point`);
  return missing.length > 0 ? 1 : 0;
};

/** GNU's names a disk once, wherever parts of it are mounted; busybox tells of each place. */
function once(tool: Tool, table: readonly MountEntry[]): readonly MountEntry[] {
  return tool.isBusybox ? table : table.filter((entry, index) => entry.room !== undefined || table.findIndex(({ device }) => device === entry.device) === index);
}

/** What the file is on; a disk is named by the first place where it is mounted. */
function holding(tool: Tool, table: readonly MountEntry[], name: string): MountEntry {
  const path = `${joinPath('/', tool.path(name))}/`;
  const [first] = table;
  const found = table.reduce<MountEntry | undefined>((best, entry) => (path.startsWith(entry.at === '/' ? '/' : `${entry.at}/`) && entry.at.length >= (best?.at.length ?? 0) ? entry : best), first);
  const entry = found?.room === undefined ? table.find(({ device }) => device === found?.device) : found;
  return entry ?? { device: 'overlay', at: '/', type: 'overlay', options: 'rw' };
}
