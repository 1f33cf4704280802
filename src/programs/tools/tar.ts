// Archives as far as copying files through a pipe needs them: ustar, and the long names of pax and GNU tar.
// Upstream: POSIX.1-2017 pax, tar(5)
import { rawBytes, rawText } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { joinPath, parentOf } from '../../machine/index.ts';
import { UsageError } from './support/options.ts';
import type { Tool, ToolBody } from './support/tool.ts';

const blockSize = 512;

interface Member {
  readonly name: string;
  readonly mode: number;
  readonly isDirectory: boolean;
  readonly content: Uint8Array;
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
  for (const member of membersOf(rawBytes(text))) {
    const isWanted = options.operands.length === 0 || options.operands.some((name) => member.name === name || member.name.startsWith(`${name.replace(/\/$/, '')}/`));
    if (!isWanted) continue;
    if (options.has('t') || options.has('v')) tool.put(`${member.name}\n`);
    if (options.has('x')) extract(tool, base, member);
  }
  return 0;
};

function* create(tool: Tool, how: { base: string; archive: string; names: readonly string[]; isVerbose: boolean }): Process<number> {
  const parts: Uint8Array[] = [];
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
      parts.push(...blocksOf(member));
    }
  }
  if (status !== 0 && !tool.isBusybox) yield* tool.complain('Exiting with failure status due to previous errors');
  parts.push(new Uint8Array(2 * blockSize));
  const text = parts.map(rawText).join('');
  if (how.archive === '-') tool.put(text);
  else tool.files.write(tool.path(how.archive), text);
  return status;
}

function* collect(tool: Tool, path: string, name: string): Generator<Member, void, undefined> {
  const { type, mode } = tool.files.stat(path);
  if (type !== 'directory') {
    yield { name, mode, isDirectory: false, content: rawBytes(tool.files.read(path)) };
    return;
  }
  yield { name: `${name.replace(/\/$/, '')}/`, mode, isDirectory: true, content: new Uint8Array() };
  for (const entry of tool.files.list(path)) yield* collect(tool, joinPath(path, entry), `${name.replace(/\/$/, '')}/${entry}`);
}

/** Bytes that fill the last block. */
function padding(size: number): number {
  return (blockSize - (size % blockSize)) % blockSize;
}

const nameBytes = 100;
const prefixAt = 345;
const prefixBytes = 155;
const sizeAt = 124;
const sumAt = 148;
const typeAt = 156;

/** A member as it stands in an archive; a name that does not fit into its header stands before it, as GNU tar does it. */
function blocksOf(member: Member): readonly Uint8Array[] {
  const { name, content } = member;
  const body = [content, new Uint8Array(padding(content.length))];
  if (fits(name)) return [header(member, member.isDirectory ? '5' : '0'), ...body];
  const longName = { ...member, name: '././@LongLink', content: rawBytes(`${name}\0`) };
  const cut = rawText(rawBytes(name).subarray(0, nameBytes));
  return [header(longName, 'L'), longName.content, new Uint8Array(padding(longName.content.length)), header({ ...member, name: cut }, member.isDirectory ? '5' : '0'), ...body];
}

/** Where a long name is cut in two, so that both parts fit; -1 for one that need not be, or cannot be. */
function cutOf(name: string): number {
  return rawBytes(name).length > nameBytes ? name.lastIndexOf('/', prefixBytes - 1) : -1;
}

function fits(name: string): boolean {
  const cut = cutOf(name);
  return rawBytes(name.slice(cut + 1)).length <= nameBytes && rawBytes(name.slice(0, Math.max(0, cut))).length <= prefixBytes;
}

function header({ name, mode, content }: Member, type: string): Uint8Array {
  const block = new Uint8Array(blockSize);
  const put = (at: number, text: string): void => block.set(rawBytes(text), at);
  const octal = (at: number, value: number, width: number): void => put(at, value.toString(8).padStart(width - 1, '0'));
  const cut = cutOf(name);
  put(0, name.slice(cut + 1));
  octal(100, mode, 8);
  octal(108, 0, 8);
  octal(116, 0, 8);
  octal(sizeAt, content.length, 12);
  octal(136, 0, 12);
  put(sumAt, ' '.repeat(8));
  put(typeAt, type);
  put(257, 'ustar\u000000root');
  put(297, 'root');
  octal(329, 0, 8);
  octal(337, 0, 8);
  if (cut > 0) put(prefixAt, name.slice(0, cut));
  put(sumAt, `${block.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0`);
  return block;
}

/** What stands before a member whose name is too long for its own header. */
const longNameTypes: Readonly<Record<string, (content: string) => string | undefined>> = {
  L: (content) => content.replace(/\0[^]*$/, ''),
  x: (content) => /^\d+ path=(.*)$/m.exec(content)?.[1],
};

function* membersOf(bytes: Uint8Array): Generator<Member, void, undefined> {
  const field = (at: number, length: number): string => rawText(bytes.subarray(at, at + length)).replace(/\0[^]*$/, '');
  let longName: string | undefined;
  for (let at = 0; at + blockSize <= bytes.length;) {
    const short = field(at, nameBytes);
    if (short === '') return;
    const size = Number.parseInt(field(at + sizeAt, 12), 8) || 0;
    const prefix = field(at + prefixAt, prefixBytes);
    const type = field(at + typeAt, 1);
    const content = bytes.subarray(at + blockSize, at + blockSize + size);
    const readName = longNameTypes[type];
    if (readName) {
      longName = readName(rawText(content));
    } else {
      const name = longName ?? (prefix === '' ? short : `${prefix}/${short}`);
      longName = undefined;
      if (type !== 'g') yield { name, mode: Number.parseInt(field(at + 100, 8), 8) || 0o644, isDirectory: type === '5', content };
    }
    at += blockSize + size + padding(size);
  }
}

function extract(tool: Tool, base: string, { name, mode, isDirectory, content }: Member): void {
  const path = joinPath(base, name.replace(/^\/+/, ''));
  tool.files.makeDirectory(isDirectory ? path : parentOf(path), { parents: true });
  if (!isDirectory) tool.files.write(path, rawText(content), mode);
}
