// Upstream: od(1), hexdump(1), xxd(1)
import { rawBytes } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { Tool, ToolBody } from './support/tool.ts';

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');
const printed = (byte: number): string => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.');
const named: Readonly<Record<number, string>> = { 0: '\\0', 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r' };

function* bytesOf(tool: Tool, names: readonly string[], most: number): Process<Uint8Array | undefined> {
  let text = '';
  for (const name of names.length > 0 ? names : ['-']) {
    const input = yield* tool.open(name);
    if (!input) return undefined;
    for (let part = yield* input.read(); part !== undefined && text.length < most; part = yield* input.read()) text += part;
  }
  return rawBytes(text).slice(0, most);
}

/** Sixteen bytes to a line, with where each line begins and where the last one ends. */
function lines(bytes: Uint8Array, address: (at: number) => string, show: (part: readonly number[]) => string, last: string): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 16) text += `${address(at)}${show([...bytes.slice(at, at + 16)]).trimEnd()}\n`;
  return text + last;
}

/** `od [-c] [-A RADIX] [-t TYPE] [-N COUNT] [FILE…]` */
export const od: ToolBody = function* (tool) {
  const options = tool.options('cbxA:t:N:v', {});
  const bytes = yield* bytesOf(tool, options.operands, options.number('N', Number.POSITIVE_INFINITY));
  if (!bytes) return 1;
  const radix = options.value('A') ?? 'o';
  const address = (at: number): string => (radix === 'n' ? '' : at.toString(radix === 'x' ? 16 : radix === 'd' ? 10 : 8).padStart(radix === 'x' ? 6 : 7, '0'));
  const type = options.has('c') ? 'c' : options.has('b') ? 'o1' : options.has('x') ? 'x2' : (options.value('t') ?? 'o2');
  const show = (part: readonly number[]): string => {
    if (type === 'c') return part.map((byte) => (named[byte] ?? (byte < 0x20 || byte > 0x7e ? byte.toString(8).padStart(3, '0') : String.fromCharCode(byte))).padStart(4)).join('');
    if (type.startsWith('x1')) return part.map((byte) => ` ${hex(byte)}`).join('').padEnd(48) + (type.endsWith('z') ? `  >${part.map(printed).join('')}<` : '');
    if (type === 'o1') return part.map((byte) => ` ${byte.toString(8).padStart(3, '0')}`).join('');
    const words = Array.from({ length: Math.ceil(part.length / 2) }, (_, index) => (part[index * 2] ?? 0) | ((part[index * 2 + 1] ?? 0) << 8));
    return words.map((word) => ` ${type.startsWith('x') ? word.toString(16).padStart(4, '0') : word.toString(8).padStart(6, '0')}`).join('');
  };
  tool.put(lines(bytes, address, show, radix === 'n' ? '' : `${address(bytes.length)}\n`));
  return 0;
};

/** `hexdump [-C] [-n COUNT] [FILE…]`, `hd` */
export const hexdump: ToolBody = function* (tool) {
  const options = tool.options('Cn:vs:', {});
  const bytes = yield* bytesOf(tool, options.operands, options.number('n', Number.POSITIVE_INFINITY));
  if (!bytes) return 1;
  const isCanonical = options.has('C') || tool.name === 'hd';
  const address = (at: number): string => at.toString(16).padStart(isCanonical ? 8 : 7, '0');
  const show = (part: readonly number[]): string => {
    if (!isCanonical) return Array.from({ length: Math.ceil(part.length / 2) }, (_, index) => ` ${hex(part[index * 2 + 1] ?? 0)}${hex(part[index * 2] ?? 0)}`).join('');
    const cells = Array.from({ length: 16 }, (_, index) => `${index === 8 ? ' ' : ''} ${part[index] === undefined ? '  ' : hex(part[index])}`).join('');
    return ` ${cells}  |${part.map(printed).join('')}|`;
  };
  tool.put(lines(bytes, address, show, bytes.length === 0 ? '' : `${address(bytes.length)}\n`));
  return 0;
};

/** `xxd [-l COUNT] [-p] [FILE]` */
export const xxd: ToolBody = function* (tool) {
  const options = tool.options('l:pc:g:u', {});
  const bytes = yield* bytesOf(tool, options.operands.slice(0, 1), options.number('l', Number.POSITIVE_INFINITY));
  if (!bytes) return 1;
  if (options.has('p')) {
    tool.put([...bytes].map(hex).join('').replace(/.{1,60}/g, '$&\n'));
    return 0;
  }
  const show = (part: readonly number[]): string => `: ${part.map((byte, index) => (index % 2 === 1 ? `${hex(byte)} ` : hex(byte))).join('').padEnd(40)} ${part.map(printed).join('')}`;
  tool.put(lines(bytes, (at) => at.toString(16).padStart(8, '0'), show, ''));
  return 0;
};
