import { FileError, zeros } from '../../machine/index.ts';
import { bytesOf } from './dd.ts';
import { UsageError } from './support/options.ts';
import type { Tool, ToolBody } from './support/tool.ts';

/** Makes a file longer by zeros, or shorter. */
function resize(tool: Tool, name: string, size: number): void {
  const path = tool.path(name);
  const { files } = tool;
  if (!files.exists(path)) files.write(path, '');
  const now = files.stat(path).size;
  if (size < now) files.write(path, size === 0 ? '' : files.read(path).slice(0, size));
  for (let left = size - now; left > 0; left -= pieceCharacters) files.append(path, zeros(Math.min(left, pieceCharacters)));
}

const pieceCharacters = 2 ** 20;

/** `fallocate -l SIZE FILE` */
export const fallocate: ToolBody = function* (tool) {
  const options = tool.options('l:o:n', { length: 'l', offset: 'o', 'keep-size': 'n' });
  const [name] = options.operands;
  const size = bytesOf(options.value('l') ?? '');
  if (name === undefined) throw new UsageError('no filename specified', { hasHint: false });
  if (size === undefined) throw new UsageError('no length argument specified', { hasHint: false });
  const before = tool.files.exists(tool.path(name)) ? tool.files.stat(tool.path(name)).size : 0;
  try {
    if (size > before) resize(tool, name, size);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (tool.files.exists(tool.path(name))) resize(tool, name, before);
    return yield* tool.fail(tool.isBusybox ? `fallocate '${name}': ${error.message}` : `fallocate failed: ${error.message}`);
  }
  return 0;
};

/** `truncate -s SIZE FILE…`; what a file grows by takes room on the disk, since files have no holes here. */
export const truncate: ToolBody = function* (tool) {
  const options = tool.options('s:c', { size: 's', 'no-create': 'c' });
  const [, sign = '', number = ''] = /^([-+]?)(.*)$/.exec(options.value('s') ?? '') ?? [];
  const size = bytesOf(number);
  if (size === undefined) throw new UsageError(options.has('s') ? `Invalid number: '${number}'` : 'you must specify either --size or --reference', { hasHint: !options.has('s') });
  for (const name of options.operands) {
    const now = tool.files.exists(tool.path(name)) ? tool.files.stat(tool.path(name)).size : 0;
    resize(tool, name, sign === '+' ? now + size : sign === '-' ? Math.max(0, now - size) : size);
  }
  return 0;
};
