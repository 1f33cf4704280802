import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { Readable } from '../../machine/index.ts';
import { withOldNumbers } from './support/old-numbers.ts';
import { UsageError } from './support/options.ts';
import { linesOf } from './support/tool.ts';
import type { Tool, ToolBody } from './support/tool.ts';

interface Tail {
  /** From this line or byte on, counted from 1; else the last `count`. */
  readonly isFromStart: boolean;
  readonly count: number;
  readonly isBytes: boolean;
}

const pollMs = 200;

/** `tail [-n N | -n +N | -c N] [-f] [FILE…]` */
export const tail: ToolBody = function* (tool) {
  const args = withOldNumbers(tool.args).map((arg, index, all) => (/^-[nc]$/.test(all[index - 1] ?? '') ? arg : arg.replace(/^\+(\d+)$/, '-n+$1')));
  const options = tool.options('n:c:fFqvs:', { lines: 'n', bytes: 'c', follow: 'f', quiet: 'q', verbose: 'v' }, args);
  const what = tailOf(options.value('c') ?? options.value('n') ?? '10', options.has('c'));
  const names = options.operands.length > 0 ? options.operands : ['-'];
  const followed: { path: string; at: number; name: string }[] = [];
  let status = 0;
  for (const [index, name] of names.entries()) {
    const isFollowed = (options.has('f') || options.has('F')) && name !== '-';
    const input = yield* tool.open(name);
    if (!input) {
      status = 1;
      continue;
    }
    if ((names.length > 1 && !options.has('q')) || options.has('v')) tool.put(`${index > 0 ? '\n' : ''}==> ${name === '-' ? 'standard input' : name} <==\n`);
    yield* show(tool, input, what);
    if (isFollowed) followed.push({ path: tool.path(name), at: tool.files.read(tool.path(name)).length, name });
  }
  if (followed.length > 0) yield* follow(tool, followed);
  return status;
};

function tailOf(text: string, isBytes: boolean): Tail {
  const [, sign = '', digits, unit = ''] = /^([-+]?)(\d+)([kKMG]?)$/.exec(text) ?? [];
  if (digits === undefined) throw new UsageError(`invalid number of ${isBytes ? 'bytes' : 'lines'}: '${text}'`, { hasHint: false });
  return { isFromStart: sign === '+', count: Number(digits) * 1024 ** ['', 'K', 'M', 'G'].indexOf(unit.toUpperCase()), isBytes };
}

function* show(tool: Tool, input: Readable, { isFromStart, count, isBytes }: Tail): Process {
  const text = yield* input.readAll();
  if (isBytes) return tool.put(isFromStart ? text.slice(Math.max(0, count - 1)) : count === 0 ? '' : text.slice(-count));
  const lines = linesOf(text);
  const chosen = isFromStart ? lines.slice(Math.max(0, count - 1)) : count === 0 ? [] : lines.slice(-count);
  if (chosen.length > 0) tool.put(chosen.join('\n') + (text.endsWith('\n') ? '\n' : ''));
}

function* follow(tool: Tool, files: { path: string; at: number; name: string }[]): Process {
  let last = files.at(-1);
  for (;;) {
    yield* tool.flush();
    yield* sleep(pollMs);
    for (const file of files) {
      if (!tool.files.exists(file.path)) continue;
      const text = tool.files.read(file.path);
      if (text.length < file.at) file.at = 0;
      if (text.length === file.at) continue;
      if (files.length > 1 && last !== file) tool.put(`\n==> ${file.name} <==\n`);
      last = file;
      tool.put(text.slice(file.at));
      file.at = text.length;
    }
  }
}
