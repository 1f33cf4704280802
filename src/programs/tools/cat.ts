import { LineReader } from './support/tool.ts';
import type { ToolBody } from './support/tool.ts';

/** `cat [-n -b -s -A -E -T] [FILE…]` */
export const cat: ToolBody = function* (tool) {
  const options = tool.options('nbsAETvetu', { number: 'n', 'show-all': 'A', 'number-nonblank': 'b', 'squeeze-blank': 's' });
  const isPlain = !['n', 'b', 's', 'A', 'E', 'T', 'e', 't'].some((letter) => options.has(letter));
  const marksEnds = options.has('E') || options.has('A') || options.has('e');
  const marksTabs = options.has('T') || options.has('A') || options.has('t');
  let status = 0;
  let number = 0;
  for (const name of options.operands.length > 0 ? options.operands : ['-']) {
    const input = yield* tool.open(name);
    if (!input) {
      status = 1;
      continue;
    }
    if (isPlain) {
      for (let text = yield* input.read(); text !== undefined; text = yield* input.read()) {
        tool.put(text);
        yield* tool.flush();
      }
      continue;
    }
    const reader = new LineReader(tool, input);
    let wasBlank = false;
    for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
      if (options.has('s') && line === '' && wasBlank) continue;
      wasBlank = line === '';
      const isNumbered = options.has('b') ? line !== '' : options.has('n');
      const shown = (marksTabs ? line.replaceAll('\t', '^I') : line) + (marksEnds ? '$' : '');
      yield* tool.print(`${isNumbered ? `${String(++number).padStart(6)}\t` : ''}${shown}\n`);
    }
  }
  return status;
};
