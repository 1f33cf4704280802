import { UsageError } from './support/options.ts';
import { LineReader } from './support/tool.ts';
import type { ToolBody } from './support/tool.ts';

type Range = readonly [from: number, to: number];

/** `cut -d SEP -f LIST | -c LIST | -b LIST [-s] [--complement] [--output-delimiter=TEXT] [FILE…]` */
export const cut: ToolBody = function* (tool) {
  const options = tool.options('d:f:c:b:sn9o:', { delimiter: 'd', fields: 'f', characters: 'c', bytes: 'b', 'only-delimited': 's', complement: '9', 'output-delimiter': 'o' });
  const list = options.value('f') ?? options.value('c') ?? options.value('b');
  if (list === undefined) throw new UsageError(tool.isBusybox ? 'expected a list of bytes, characters, or fields' : 'you must specify a list of bytes, characters, or fields');
  const ranges = readRanges(list);
  const delimiter = options.value('d') ?? '\t';
  if (delimiter.length !== 1) throw new UsageError('the delimiter must be a single character');
  const isChosen = (index: number): boolean => ranges.some(([from, to]) => index >= from && index <= to) !== options.has('9');
  const joint = options.value('o') ?? (options.has('f') ? delimiter : '');
  let status = 0;
  for (const name of options.operands.length > 0 ? options.operands : ['-']) {
    const input = yield* tool.open(name);
    if (!input) {
      status = 1;
      continue;
    }
    const reader = new LineReader(tool, input);
    for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
      if (options.has('f') && !line.includes(delimiter)) {
        if (!options.has('s')) tool.put(`${line}\n`);
        continue;
      }
      const parts = options.has('f') ? line.split(delimiter) : [...line];
      yield* tool.print(`${parts.filter((_, index) => isChosen(index + 1)).join(joint)}\n`);
    }
  }
  return status;
};

function readRanges(list: string): readonly Range[] {
  return list.split(',').map((text): Range => {
    const [, from = '', dash, to = ''] = /^(\d*)(-)?(\d*)$/.exec(text) ?? [];
    if (from === '' && to === '') throw new UsageError(`invalid field value '${text}'`);
    const first = from === '' ? 1 : Number(from);
    if (first === 0) throw new UsageError('fields are numbered from 1');
    return [first, dash === undefined ? first : to === '' ? Number.POSITIVE_INFINITY : Number(to)];
  });
}
