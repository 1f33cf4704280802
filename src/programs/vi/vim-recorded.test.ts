import { expect, test } from 'vitest';
import { newEditor } from './editor.ts';
import { opened } from './files.ts';
import { escapeKey, keysOf } from './keys.ts';
import { step } from './step.ts';
import recorded from './testdata/vim.json' with { type: 'json' };

const files: Readonly<Record<string, readonly string[]>> = recorded.files;

// What vim 9.0 with its defaults.vim made of a file: the lines that are not as before, between those at its head and tail
// that are, and the line and byte of the cursor. Two things differ and are not here: objects of words that go on over the
// end of a line, and the new indent that YAML's plugin gives when `:` is typed.
test.each(recorded.cases)('$file: $keys', ({ file, keys, head, tail, lines, cursor }) => {
  const before = files[file] ?? [];
  const editor = [...keysOf(keys), escapeKey, escapeKey].reduce(step, opened(newEditor('vim', { rows: 24, columns: 80 }), { name: file, text: before.map((line) => `${line}\n`).join('') }));
  expect(editor.lines).toEqual([...before.slice(0, head), ...lines, ...before.slice(before.length - tail)]);
  expect(`${editor.cursor.line + 1} ${editor.cursor.column + 1}`).toBe(cursor);
});
