import { sleep } from '../../kernel/index.ts';
import { base64Decode, base64Encode, hex, rawBytes, rawText, sha256 } from '../../base/index.ts';
import { FileError } from '../../machine/index.ts';
import { formatPrintf } from '../shell/printf.ts';
import { unescape } from '../shell/reader.ts';
import { openOutput } from '../shell/descriptors.ts';
import { md5Hex } from './support/md5.ts';
import { UsageError } from './support/options.ts';
import { LineReader, linesOf } from './support/tool.ts';
import type { Tool, ToolBody } from './support/tool.ts';
import type { Process } from '../../kernel/index.ts';

/** Reads all named files (or the standard input) as lines, one after the other. */
function* allLines(tool: Tool, names: readonly string[]): Process<string[] | undefined> {
  const lines: string[] = [];
  for (const name of names.length > 0 ? names : ['-']) {
    const text = yield* tool.read(name);
    if (text === undefined) return undefined;
    for (const line of linesOf(text)) lines.push(line);
  }
  return lines;
}

/** `echo [-n -e] WORD…` as a program of its own. */
export const echo: ToolBody = function* (tool) {
  let at = 0;
  let hasEnd = true;
  let isEscaped = false;
  for (; /^-[neE]+$/.test(tool.args[at] ?? ''); at++) {
    for (const letter of (tool.args[at] ?? '').slice(1)) {
      if (letter === 'n') hasEnd = false;
      else isEscaped = letter === 'e';
    }
  }
  const text = tool.args.slice(at).join(' ');
  tool.put((isEscaped ? unescape(text) : text) + (hasEnd ? '\n' : ''));
  return 0;
};

/** `printf FORMAT ARG…` as a program of its own. */
export const printf: ToolBody = function* (tool) {
  const [format, ...args] = tool.args;
  if (format === undefined) throw new UsageError('missing operand');
  const { text, complaints } = formatPrintf(format, args);
  tool.put(text);
  for (const complaint of complaints) yield* tool.complain(complaint);
  return complaints.length > 0 ? 1 : 0;
};

/** `tee [-a] FILE…` */
export const tee: ToolBody = function* (tool) {
  const options = tool.options('ai', { append: 'a' });
  const { sandbox, cwd, stdin } = tool.context;
  const outputs = [];
  let status = 0;
  for (const name of options.operands) {
    try {
      outputs.push(openOutput(sandbox, cwd, name, { isAppended: options.has('a'), umask: tool.context.umask, descriptors: new Map([[1, { output: tool.context.stdout }], [2, { output: tool.context.stderr }]]) }));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      status = yield* tool.fail(`${name}: ${error.message}`);
    }
  }
  for (let text = yield* stdin.read(); text !== undefined; text = yield* stdin.read()) {
    tool.put(text);
    yield* tool.flush();
    for (const { output } of outputs) if (output) yield* output.write(text);
  }
  return status;
};

/** `yes [WORD…]` */
export const yes: ToolBody = function* (tool) {
  const text = `${tool.args.length > 0 ? tool.args.join(' ') : 'y'}\n`.repeat(200);
  for (;;) {
    yield* tool.context.stdout.write(text);
    yield* sleep(1);
  }
};

/** `seq [-s SEP] [-w] [FIRST [STEP]] LAST` */
export const seq: ToolBody = function* (tool) {
  const options = tool.options('+s:wf:', { separator: 's', 'equal-width': 'w', format: 'f' }, tool.args.map((arg) => (/^-\d/.test(arg) ? `\0${arg}` : arg)));
  const numbers = options.operands.map((text) => text.replace('\0', ''));
  const [a = '1', b = '1', c] = numbers;
  const [first, step, last] = numbers.length === 1 ? ['1', '1', a] : numbers.length === 2 ? [a, '1', b] : [a, b, c ?? '1'];
  if (numbers.length === 0) throw new UsageError('missing operand');
  for (const text of numbers) if (Number.isNaN(Number(text))) throw new UsageError(`invalid floating point argument: '${text}'`);
  const digits = Math.max(...[first, step].map((text) => /\.(\d+)$/.exec(text)?.[1]?.length ?? 0));
  const [from, by, to] = [Number(first), Number(step), Number(last)];
  if (by === 0) throw new UsageError(`invalid Zero increment value: '${step}'`);
  const separator = options.value('s') ?? '\n';
  const width = options.has('w') ? Math.max(from.toFixed(digits).length, to.toFixed(digits).length) : 0;
  const format = options.value('f');
  let isFirst = true;
  for (let index = 0; ; index++) {
    const value = from + index * by;
    if (by > 0 ? value > to + 1e-9 : value < to - 1e-9) break;
    const text = format === undefined ? value.toFixed(digits).padStart(width, '0') : formatPrintf(format, [String(value)]).text;
    yield* tool.print(isFirst ? text : separator + text);
    isFirst = false;
  }
  if (!isFirst) tool.put('\n');
  return 0;
};

/** `rev`, `tac` */
export const rev: ToolBody = function* (tool) {
  const lines = yield* allLines(tool, tool.args);
  for (const line of lines ?? []) tool.put(`${[...line].reverse().join('')}\n`);
  return lines ? 0 : 1;
};

export const tac: ToolBody = function* (tool) {
  const lines = yield* allLines(tool, tool.args);
  for (const line of lines?.reverse() ?? []) tool.put(`${line}\n`);
  return lines ? 0 : 1;
};

/** `nl [-b a] [FILE…]` */
export const nl: ToolBody = function* (tool) {
  const options = tool.options('b:w:s:n:v:', { 'body-numbering': 'b' });
  const lines = yield* allLines(tool, options.operands);
  const [width, separator] = [options.number('w', 6), options.value('s') ?? '\t'];
  let number = options.number('v', 1);
  for (const line of lines ?? []) {
    const isNumbered = options.value('b') === 'a' || line !== '';
    tool.put(isNumbered ? `${String(number++).padStart(width)}${separator}${line}\n` : `${' '.repeat(width + 1)}${line}\n`);
  }
  return lines ? 0 : 1;
};

/** `paste [-d LIST] [-s] FILE…` */
export const paste: ToolBody = function* (tool) {
  const options = tool.options('d:s', { delimiters: 'd', serial: 's' });
  const delimiters = [...unescape(options.value('d') ?? '\t')];
  const columns: string[][] = [];
  const input = linesOf(options.operands.includes('-') || options.operands.length === 0 ? yield* tool.context.stdin.readAll() : '');
  const dashes = Math.max(1, options.operands.filter((name) => name === '-').length);
  let dash = 0;
  for (const name of options.operands.length > 0 ? options.operands : ['-']) {
    if (name === '-') {
      const own = dash++;
      columns.push(options.has('s') ? input : input.filter((_, index) => index % dashes === own));
      continue;
    }
    const text = yield* tool.read(name);
    if (text === undefined) return 1;
    columns.push(linesOf(text));
  }
  const glue = (values: readonly string[]): string => values.map((value, index) => (index === 0 ? value : (delimiters[(index - 1) % Math.max(1, delimiters.length)] ?? '') + value)).join('');
  if (options.has('s')) for (const column of columns) tool.put(`${glue(column)}\n`);
  else for (let row = 0; row < Math.max(0, ...columns.map(({ length }) => length)); row++) tool.put(`${glue(columns.map((column) => column[row] ?? ''))}\n`);
  return 0;
};

/** `column [-t] [-s SEP] [-o SEP] [FILE…]` */
export const column: ToolBody = function* (tool) {
  const options = tool.options('ts:o:c:', { table: 't', separator: 's', 'output-separator': 'o' });
  const lines = yield* allLines(tool, options.operands);
  if (!lines) return 1;
  if (!options.has('t')) {
    for (const line of lines) tool.put(`${line}\n`);
    return 0;
  }
  const separator = options.value('s');
  const rows = lines.filter((line) => line.trim() !== '').map((line) => (separator === undefined ? line.trim().split(/\s+/) : line.split(separator)));
  const widths: number[] = [];
  for (const row of rows) for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  for (const row of rows) tool.put(`${row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0))).join(options.value('o') ?? '  ')}\n`);
  return 0;
};

/** `comm [-1 -2 -3] FILE1 FILE2` */
export const comm: ToolBody = function* (tool) {
  const options = tool.options('123');
  const [left, right] = [yield* tool.read(options.operands[0] ?? '-'), yield* tool.read(options.operands[1] ?? '-')];
  if (left === undefined || right === undefined) return 1;
  const [a, b] = [linesOf(left), linesOf(right)];
  const put = (column: number, line: string): void => {
    if (options.has(String(column))) return;
    const indent = [1, 2].filter((before) => before < column && !options.has(String(before))).length;
    tool.put(`${'\t'.repeat(indent)}${line}\n`);
  };
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const [one, other] = [a[i], b[j]];
    if (one !== undefined && one === other) {
      put(3, one);
      i++;
      j++;
    } else if (other === undefined || (one !== undefined && one < other)) {
      put(1, one ?? '');
      i++;
    } else {
      put(2, other);
      j++;
    }
  }
  return 0;
};

/** `expand`, `unexpand`, `fold` */
export const expand: ToolBody = function* (tool) {
  const options = tool.options('t:i', { tabs: 't' });
  const size = options.number('t', 8);
  const lines = yield* allLines(tool, options.operands);
  for (const line of lines ?? []) {
    let text = '';
    for (const character of line) text += character === '\t' ? ' '.repeat(size - (text.length % size)) : character;
    tool.put(`${text}\n`);
  }
  return lines ? 0 : 1;
};

export const fold: ToolBody = function* (tool) {
  const options = tool.options('w:sb', { width: 'w', spaces: 's' });
  const width = Math.max(1, options.number('w', 80));
  const lines = yield* allLines(tool, options.operands);
  for (const line of lines ?? []) {
    let rest = line;
    while (rest.length > width) {
      const space = options.has('s') ? rest.lastIndexOf(' ', width - 1) + 1 : 0;
      const cut = space > 0 ? space : width;
      tool.put(`${rest.slice(0, cut)}\n`);
      rest = rest.slice(cut);
    }
    tool.put(`${rest}\n`);
  }
  return lines ? 0 : 1;
};

/** `basename NAME [SUFFIX]`, `dirname NAME…` */
export const basename: ToolBody = function* (tool) {
  const options = tool.options('as:', { multiple: 'a', suffix: 's' });
  const [first, suffix] = options.operands;
  if (first === undefined) throw new UsageError('missing operand');
  const isMany = options.has('a') || options.has('s');
  for (const name of isMany ? options.operands : [first]) {
    const trimmed = name.replace(/\/+$/, '') || '/';
    const base = trimmed === '/' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
    const end = options.value('s') ?? (isMany ? undefined : suffix);
    tool.put(`${end !== undefined && base !== end && base.endsWith(end) ? base.slice(0, base.length - end.length) : base}\n`);
  }
  return 0;
};

export const dirname: ToolBody = function* (tool) {
  if (tool.args.length === 0) throw new UsageError('missing operand');
  for (const name of tool.args) {
    const trimmed = name.replace(/\/+$/, '');
    const at = trimmed.lastIndexOf('/');
    tool.put(`${trimmed === '' ? (name === '' ? '.' : '/') : at < 0 ? '.' : at === 0 ? '/' : trimmed.slice(0, at)}\n`);
  }
  return 0;
};

/** The bytes up to where a text is no base64, or ends too early. */
function beginningOf(text: string): Uint8Array {
  const [letters = ''] = /^[A-Za-z0-9+/]*/.exec(text) ?? [];
  const whole = letters.length % 4 === 1 ? letters.slice(0, -1) : letters;
  const decoded = base64Decode(whole.padEnd(Math.ceil(whole.length / 4) * 4, '='));
  return decoded instanceof Uint8Array ? decoded : new Uint8Array();
}

/** `base64 [-d] [-w N] [FILE]` */
export const base64: ToolBody = function* (tool) {
  const options = tool.options('dDw:i', { decode: 'd', wrap: 'w' });
  const text = yield* tool.read(options.operands[0] ?? '-');
  if (text === undefined) return 1;
  if (options.has('d') || options.has('D')) {
    const written = text.replace(/\s+/g, '');
    const decoded = base64Decode(written);
    tool.put(rawText(decoded instanceof Uint8Array ? decoded : beginningOf(written)));
    return decoded instanceof Uint8Array ? 0 : yield* tool.fail('invalid input');
  }
  const encoded = base64Encode(rawBytes(text));
  const width = options.number('w', 76);
  tool.put(width === 0 ? encoded : encoded.replace(new RegExp(`.{1,${width}}`, 'g'), '$&\n'));
  return 0;
};

function checksum(digest: (bytes: Uint8Array) => string): ToolBody {
  return function* (tool) {
    const options = tool.options('cbtw', { check: 'c' });
    let status = 0;
    for (const name of options.operands.length > 0 ? options.operands : ['-']) {
      const text = yield* tool.read(name);
      if (text === undefined) status = 1;
      else if (!options.has('c')) tool.put(`${digest(rawBytes(text))}  ${name}\n`);
      else for (const line of linesOf(text)) {
        const [, sum, file = ''] = /^([0-9a-f]+) [ *](.*)$/.exec(line) ?? [];
        const content = yield* tool.read(file);
        const isRight = content !== undefined && digest(rawBytes(content)) === sum;
        tool.put(`${file}: ${isRight ? 'OK' : 'FAILED'}\n`);
        if (!isRight) status = 1;
      }
    }
    return status;
  };
}

/** `sha256sum [-c] [FILE…]` */
export const sha256sum: ToolBody = checksum((bytes) => hex(sha256(bytes)));
/** `md5sum [-c] [FILE…]` */
export const md5sum: ToolBody = checksum(md5Hex);

/** `envsubst`: `$NAME` and `${NAME}` of the input stand for the environment's. */
export const envsubst: ToolBody = function* (tool) {
  const reader = new LineReader(tool, tool.context.stdin);
  const wanted = tool.args.length > 0 ? new Set([...tool.args.join(' ').matchAll(/\$\{?(\w+)\}?/g)].map(([, name]) => name)) : undefined;
  for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
    tool.put(`${line.replace(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g, (all, braced?: string, plain?: string) => {
      const name = braced ?? plain ?? '';
      return wanted && !wanted.has(name) ? all : (tool.context.env.get(name) ?? '');
    })}\n`);
  }
  return 0;
};
