import { humanSize } from './support/sizes.ts';
import type { ToolBody } from './support/tool.ts';

/** `df [-h -m -T]`: the file system that `/` is on. */
export const df: ToolBody = function* (tool) {
  const options = tool.options('ahHikmlPTt:x:', { 'human-readable': 'h', 'print-type': 'T', all: 'a', local: 'l', portability: 'P' });
  const { sandbox } = tool.context;
  for (const name of options.operands) if (!tool.files.exists(tool.path(name))) return yield* tool.fail(tool.isBusybox ? `${name}: can't find mount point` : `${name}: No such file or directory`);
  const { capacity } = sandbox.space;
  const used = Math.max(0, sandbox.space.used);
  const isHuman = options.has('h') || options.has('H');
  const unit = options.has('m') ? 2 ** 20 : 1024;
  const show = (bytes: number): string => (isHuman ? humanSize(bytes) : String(Math.ceil(bytes / unit)));
  const device = sandbox.rootDevice ?? 'overlay';
  const type = device === 'overlay' ? 'overlay' : 'ext4';
  const titles = ['Filesystem', ...(options.has('T') ? ['Type'] : []), isHuman ? 'Size' : options.has('m') ? '1M-blocks' : '1K-blocks', 'Used', tool.isBusybox || !isHuman ? 'Available' : 'Avail', 'Use%', 'Mounted on'];
  const cells = [device, ...(options.has('T') ? [type] : []), show(capacity), show(used), show(capacity - used), `${Math.ceil((used / capacity) * 100)}%`, '/'];
  const least = tool.isBusybox ? [20, ...(options.has('T') ? [10] : []), 9, 9, 9, 4] : [14, ...(options.has('T') ? [4] : []), 5, isHuman ? 5 : 0, isHuman ? 5 : 0, 4];
  const texts = options.has('T') ? 2 : 1;
  for (const row of [titles, cells]) {
    const shown = row.map((cell, index) => {
      const width = Math.max(least[index] ?? 0, (titles[index] ?? '').length, (cells[index] ?? '').length);
      return index === row.length - 1 ? cell : index < texts ? cell.padEnd(width) : cell.padStart(width);
    });
    tool.put(`${shown.join(' ')}\n`);
  }
  return 0;
};
