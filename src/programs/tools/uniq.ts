import { LineReader } from './support/tool.ts';
import type { ToolBody } from './support/tool.ts';

/** `uniq [-c -d -u -i -f N -s N -w N] [FILE]` */
export const uniq: ToolBody = function* (tool) {
  const options = tool.options('cduif:s:w:D', { count: 'c', repeated: 'd', unique: 'u', 'ignore-case': 'i', 'skip-fields': 'f', 'skip-chars': 's', 'check-chars': 'w' });
  const input = yield* tool.open(options.operands[0] ?? '-');
  if (!input) return 1;
  const reader = new LineReader(tool, input);
  const [skippedFields, skipped, compared] = [options.number('f', 0), options.number('s', 0), options.number('w', Number.POSITIVE_INFINITY)];
  const keyOf = (line: string): string => {
    const rest = skippedFields > 0 ? line.replace(new RegExp(`^(\\s*\\S+){0,${skippedFields}}`), '') : line;
    const key = rest.slice(skipped, skipped + compared);
    return options.has('i') ? key.toLowerCase() : key;
  };
  let first: string | undefined;
  let count = 0;
  const end = (): void => {
    if (first === undefined || (options.has('d') && count < 2) || (options.has('u') && count > 1)) return;
    tool.put(`${options.has('c') ? `${String(count).padStart(7)} ` : ''}${first}\n`);
  };
  for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
    if (first !== undefined && keyOf(line) === keyOf(first)) {
      count++;
      continue;
    }
    end();
    first = line;
    count = 1;
  }
  end();
  return 0;
};
