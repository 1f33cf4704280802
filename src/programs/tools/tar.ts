// Upstream: ustar archives, as far as copying files through a pipe needs them
import type { Process } from '../../kernel/index.ts';
import { joinPath, parentOf } from '../../machine/index.ts';
import { UsageError } from './support/options.ts';
import type { Tool, ToolBody } from './support/tool.ts';

const blockSize = 512;

interface Member {
  readonly name: string;
  readonly mode: number;
  readonly isDirectory: boolean;
  readonly content: string;
}

/** `tar c|x|t [-f FILE] [-C DIRECTORY] [-v] [-z] [PATH…]` */
export const tar: ToolBody = function* (tool) {
  const [first = '', ...rest] = tool.args;
  const args = first.startsWith('-') || first === '' ? tool.args : [`-${first}`, ...rest];
  const options = tool.options('cxtf:C:vzjJmpohO', { create: 'c', extract: 'x', list: 't', file: 'f', directory: 'C', verbose: 'v', gzip: 'z', 'strip-components': '9' }, args);
  const base = tool.path(options.value('C') ?? '.');
  const archive = options.value('f') ?? '-';
  if (options.has('c')) return yield* create(tool, { base, archive, names: options.operands, isVerbose: options.has('v') });
  if (!options.has('x') && !options.has('t')) throw new UsageError("You must specify one of the '-Acdtrux', '--delete' or '--test-label' options", { status: 2 });
  const text = yield* tool.read(archive);
  if (text === undefined) return 2;
  for (const member of membersOf(text)) {
    const isWanted = options.operands.length === 0 || options.operands.some((name) => member.name === name || member.name.startsWith(`${name.replace(/\/$/, '')}/`));
    if (!isWanted) continue;
    if (options.has('t') || options.has('v')) tool.put(`${member.name}\n`);
    if (options.has('x')) extract(tool, base, member);
  }
  return 0;
};

function* create(tool: Tool, how: { base: string; archive: string; names: readonly string[]; isVerbose: boolean }): Process<number> {
  let text = '';
  let status = 0;
  for (const name of how.names) {
    const path = joinPath(how.base, name);
    if (!tool.files.exists(path)) {
      yield* tool.complain(tool.isBusybox ? `${name}: No such file or directory` : `${name}: Cannot stat: No such file or directory`);
      status = 2;
      continue;
    }
    if (name.startsWith('/')) yield* tool.complain(`removing leading '/' from member names`);
    for (const member of collect(tool, path, name.replace(/^\/+/, ''))) {
      if (how.isVerbose) yield* tool.context.stderr.write(`${member.name}\n`);
      text += encode(member);
    }
  }
  if (status !== 0 && !tool.isBusybox) yield* tool.complain('Exiting with failure status due to previous errors');
  text += '\0'.repeat(2 * blockSize);
  if (how.archive === '-') tool.put(text);
  else tool.files.write(tool.path(how.archive), text);
  return status;
}

function* collect(tool: Tool, path: string, name: string): Generator<Member, void, undefined> {
  const { type, mode } = tool.files.stat(path);
  if (type !== 'directory') {
    yield { name, mode, isDirectory: false, content: tool.files.read(path) };
    return;
  }
  yield { name: `${name.replace(/\/$/, '')}/`, mode, isDirectory: true, content: '' };
  for (const entry of tool.files.list(path)) yield* collect(tool, joinPath(path, entry), `${name.replace(/\/$/, '')}/${entry}`);
}

function encode({ name, mode, isDirectory, content }: Member): string {
  const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;
  const [prefix, short] = name.length > 100 ? [name.slice(0, name.lastIndexOf('/', 154)), name.slice(name.lastIndexOf('/', 154) + 1)] : ['', name];
  const start = short.padEnd(100, '\0') + octal(mode, 8) + octal(0, 8) + octal(0, 8) + octal(content.length, 12) + octal(0, 12);
  const end = `${isDirectory ? '5' : '0'}${'\0'.repeat(100)}ustar\u000000${'root'.padEnd(32, '\0')}${'root'.padEnd(32, '\0')}${octal(0, 8)}${octal(0, 8)}${prefix.padEnd(155, '\0')}${'\0'.repeat(12)}`;
  let sum = 8 * 32;
  for (const character of start + end) sum += character.charCodeAt(0);
  const padding = '\0'.repeat((blockSize - (content.length % blockSize)) % blockSize);
  return `${start}${sum.toString(8).padStart(6, '0')}\0 ${end}${content}${padding}`;
}

function* membersOf(text: string): Generator<Member, void, undefined> {
  const field = (at: number, length: number): string => text.slice(at, at + length).replace(/\0[^]*$/, '');
  for (let at = 0; at + blockSize <= text.length;) {
    const name = field(at, 100);
    if (name === '') return;
    const size = Number.parseInt(field(at + 124, 12), 8) || 0;
    const prefix = field(at + 345, 155);
    const isDirectory = text[at + 156] === '5';
    yield { name: prefix === '' ? name : `${prefix}/${name}`, mode: Number.parseInt(field(at + 100, 8), 8) || 0o644, isDirectory, content: text.slice(at + blockSize, at + blockSize + size) };
    at += blockSize + Math.ceil(size / blockSize) * blockSize;
  }
}

function extract(tool: Tool, base: string, { name, mode, isDirectory, content }: Member): void {
  const path = joinPath(base, name.replace(/^\/+/, ''));
  tool.files.makeDirectory(isDirectory ? path : parentOf(path), { parents: true });
  if (!isDirectory) tool.files.write(path, content, mode);
}
