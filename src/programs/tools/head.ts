import type { Process } from '../../kernel/index.ts';
import type { Readable } from '../../machine/index.ts';
import { UsageError } from './support/options.ts';
import { withOldNumbers } from './support/old-numbers.ts';
import { LineReader, linesOf } from './support/tool.ts';
import type { Tool, ToolBody } from './support/tool.ts';

/** `head [-n N | -N | -c N] [FILE…]`; a negative N leaves out the last ones. */
export const head: ToolBody = function* (tool) {
  const options = tool.options('n:c:qv', { lines: 'n', bytes: 'c', quiet: 'q', silent: 'q', verbose: 'v' }, withOldNumbers(tool.args));
  const lines = countOf(tool, options.value('n') ?? '10', 'lines');
  const bytes = options.has('c') ? countOf(tool, options.value('c') ?? '', 'bytes') : undefined;
  let status = 0;
  const names = options.operands.length > 0 ? options.operands : ['-'];
  for (const [index, name] of names.entries()) {
    const input = yield* tool.open(name);
    if (!input) {
      status = 1;
      continue;
    }
    if ((names.length > 1 && !options.has('q')) || options.has('v')) tool.put(`${index > 0 ? '\n' : ''}==> ${name === '-' ? 'standard input' : name} <==\n`);
    if (bytes !== undefined) yield* headBytes(tool, input, bytes);
    else yield* headLines(tool, input, lines);
  }
  return status;
};

function* headLines(tool: Tool, input: Readable, count: number): Process {
  if (count < 0) {
    const lines = linesOf(yield* input.readAll());
    for (const line of lines.slice(0, count)) tool.put(`${line}\n`);
    return;
  }
  const reader = new LineReader(tool, input);
  for (let i = 0; i < count; i++) {
    const line = yield* reader.next();
    if (line === undefined) return;
    tool.put(reader.isTerminated ? `${line}\n` : line);
  }
}

function* headBytes(tool: Tool, input: Readable, count: number): Process {
  if (count < 0) return tool.put((yield* input.readAll()).slice(0, count));
  let left = count;
  while (left > 0) {
    const text = yield* input.read();
    if (text === undefined) return;
    tool.put(text.slice(0, left));
    left -= text.length;
  }
}

function countOf({ isBusybox }: Tool, text: string, what: string): number {
  const [, digits, unit = ''] = /^([-+]?\d+)([kKMG]?)$/.exec(text) ?? [];
  if (digits === undefined) throw new UsageError(isBusybox ? `invalid number '${text}'` : `invalid number of ${what}: '${text}'`, { hasHint: false });
  return Number(digits) * 1024 ** ['', 'K', 'M', 'G'].indexOf(unit.toUpperCase());
}
