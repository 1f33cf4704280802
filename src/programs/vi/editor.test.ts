import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newEditor } from './editor.ts';
import type { Editor, Flavour } from './editor.ts';
import { opened, written } from './files.ts';
import { escapeKey, keysOf } from './keys.ts';
import { step } from './step.ts';
import { frameOf } from './view.ts';

const lines = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`);

function edited(keys: string, flavour: Flavour = 'vim', text = lines.map((line) => `${line}\n`).join('')): Editor {
  return keysOf(keys).reduce(step, opened(newEditor(flavour, { rows: 24, columns: 80 }), { name: 'lines', text }));
}

test.each([
  ['lines that went away are counted', '3dd', '3 fewer lines'],
  ['what is undone is told', '3ddu', '3 more lines; before #1  0 seconds ago'],
  ['what is done again is told', '3ddu\u0012', '3 fewer lines; after #1  0 seconds ago'],
  ['one line less, one line more', 'ddu', '1 more line; before #1  0 seconds ago'],
  ['a changed line is one change', 'xu', '1 change; before #1  0 seconds ago'],
  ['there is no change before the first', 'xuu', 'Already at oldest change'],
  ['nor one after the last', 'xu\u0012\u0012', 'Already at newest change'],
  ['yanked lines are counted', '5yy', '5 lines yanked'],
  ['lines that come are counted', '5yyp', '5 more lines'],
  ['shifted lines are counted', ':1,3>\r', '3 lines >ed 1 time'],
  ['substitutions are counted', ':%s/line/LINE/\r', '40 substitutions on 40 lines'],
  ['a pattern is not found', ':s/zzz/x\r', 'E486: Pattern not found: zzz'],
  ['a search is not found', '/zork\r', 'E486: Pattern not found: zork'],
  ['a search goes around', 'G/line 3\r', 'search hit BOTTOM, continuing at TOP'],
  ['a search goes around backwards', '?line 40\r', 'search hit TOP, continuing at BOTTOM'],
  ['what was searched for stays', '/line 3\r', '/line 3'],
  ['there is nothing to search again', 'n', 'E35: No previous regular expression'],
  ['changes are not lost', 'x:q\r', 'E37: No write since last change (add ! to override)'],
  ['changes are not lost to another file', 'x:e other\r', 'E37: No write since last change (add ! to override)'],
  ['a command is not known', ':foo\r', 'E492: Not an editor command: foo'],
  ['an option is not known', ':set xyz\r', 'E518: Unknown option: xyz'],
  ['an option is told', ':set number?\r', 'nonumber'],
  ['a number of an option is told', ':set ts\r', '  tabstop=8'],
  ['a mark is not set', "'a", 'E20: Mark not set'],
  ['a range runs backwards', ':5,3d\r', 'E493: Backwards range given'],
  ['a range is too long', ':5,300d\r', 'E16: Invalid range'],
  ['only one file was given', ':n\r', 'E163: There is only one file to edit'],
  ['no line is left', 'dG', '--No lines in buffer--'],
  ['a file is told', '10G\u0007', '"lines" 40 lines --25%--'],
])('%s', (_, keys, message) => {
  expect(edited(keys).message).toBe(message);
});

test.each([
  ["busybox has no such command", ':foo\r', "'foo' is not implemented"],
  ['busybox does not lose changes', 'x:q\r', 'No write since last change (:q! overrides)'],
  ['busybox tells what is deleted', 'dd', 'Delete 1 lines (7 chars) from [D]'],
  ['busybox tells what is yanked', '3yy', 'Yank 3 lines (21 chars) from [D]'],
  ['busybox tells what is put', '3yyp', 'Put 3 lines (21 chars) from [D]'],
  ['busybox finds nothing', '/zork\r', 'Pattern not found'],
  ['busybox replaces nothing', ':s/zzz/x\r', 'No match'],
  ['busybox has fewer options', ':set nu\r', 'bad option: nu'],
])('%s', (_, keys, message) => {
  expect(edited(keys, 'busybox').message).toBe(message);
});

test('a macro is recorded and played as often as one counts', () => {
  expect(edited('qaA!\u001bjq3@a').lines.slice(0, 5)).toEqual(['line 1!', 'line 2!', 'line 3!', 'line 4!', 'line 5']);
});

test('a text that was written is not modified, and is again after an undo', () => {
  const editor = edited('x:w\r');
  const saved = written(editor, { name: 'lines', lines: editor.lines, isWhole: true, isNew: false, isAppended: false });
  expect(saved.message).toBe('"lines" 40L, 310B written');
  expect([edited('x').lines === edited('x').saved, saved.lines === saved.saved, step(saved, 'u').lines === saved.saved]).toEqual([false, true, false]);
});

// As vim 9.0 does with 40 lines on 24 rows.
test.each([
  ['18G', 0, 18], ['19G', 1, 19], ['30G', 12, 30], ['G', 17, 40], ['Gzt', 34, 40], ['20Gzz', 8, 20], ['20Gzt', 14, 20], ['20Gzb', 2, 20], ['\u0006', 21, 27], ['\u0006\u0006', 34, 40],
  ['\u0006\u0002', 0, 18], ['\u0004', 11, 17], ['\u0004\u0004', 17, 28], ['\u0004\u0004\u0004', 17, 39], ['G\u0015', 6, 24], ['5\u0005', 5, 11], ['20Gzt5\u0019', 9, 20], ['25Gkkkk', 7, 21],
  ['G\u0002', 0, 18], ['H', 0, 1], ['L', 0, 18], ['M', 0, 12], ['\u0005H', 1, 7], ['30GL', 12, 30], ['40G10k', 17, 30], ['40G25k', 9, 15], ['35G20kzt', 9, 15],
])('the screen follows the cursor, with lines around it: %s', (keys, top, line) => {
  const editor = edited(keys);
  expect([editor.top, editor.cursor.line + 1]).toEqual([top, line]);
});

const commands = ['i', 'a', 'o', 'O', 'x', 'd', 'c', 'y', 'p', 'w', 'b', 'e', 'j', 'k', 'h', 'l', '0', '$', 'G', 'g', 'f', 't', '%', '/', '?', 'n', ':', 's', '2', '3', 'v', 'V', 'u', '\u0012', '.', 'J', '>', '<', '~', 'r', 'q', '@', '"', "'", 'm', '{', '}', '\r', escapeKey, '\u007f', ' ', '(', '[', '\t', 'D', 'P', 'Up', 'Down', 'End', '\u0006', '\u0002'];

test('at the end of a long text the screen is full', () => {
  const text = Array.from({ length: 200 }, (_, index) => `line ${index + 1}\n`).join('');
  expect(edited('G', 'vim', text).top).toBe(177);
});

test('whatever keys come: the cursor is in the text, a frame is as large as the screen, and all can be undone', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom(...commands), { maxLength: 60 }), fc.constantFrom<Flavour>('vim', 'busybox'), (keys, flavour) => {
    const text = 'one (two)\n\n  three: "four" 5\nfünf 六 🙂\n\tend\n';
    const begun = opened(newEditor(flavour, { rows: 6, columns: 20 }), { name: 'x.yaml', text });
    let editor = begun;
    for (const key of keys) {
      editor = step({ ...editor, wish: undefined }, key);
      const line = editor.lines[editor.cursor.line] ?? '';
      expect(editor.cursor.line).toBeLessThanOrEqual(Math.max(0, editor.lines.length - 1));
      expect(editor.cursor.column).toBeLessThanOrEqual(line.length);
      expect(editor.top).toBeLessThanOrEqual(editor.cursor.line);
      const { rows, cursor } = frameOf(editor);
      expect(rows.length).toBe(6);
      expect(cursor.row).toBeLessThan(6);
    }
    editor = [escapeKey, escapeKey].reduce(step, editor);
    for (let i = editor.past.length; i > 0; i--) editor = step(editor, 'u');
    expect(editor.lines).toEqual(begun.lines);
  }), { numRuns: 300, seed: 7 });
});
