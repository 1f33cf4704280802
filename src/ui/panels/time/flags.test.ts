import { expect, test } from 'vitest';
import { roomsOf, sidesOf } from './flags.ts';

test.each([
  { why: 'words beside each pole that has room up to the next', flags: [{ x: 0, words: 50 }, { x: 100, words: 50 }], width: 300, sides: ['right', 'right'] },
  { why: 'no words where the next pole stands too near', flags: [{ x: 0, words: 50 }, { x: 40, words: 50 }], width: 300, sides: ['none', 'right'] },
  { why: 'the last one before its pole when it stands at the end', flags: [{ x: 10, words: 30 }, { x: 280, words: 60 }], width: 300, sides: ['right', 'left'] },
  { why: 'never beyond the beginning, nor over what was written before', flags: [{ x: 60, words: 200 }], width: 100, sides: ['none'] },
  { why: 'never over the words before it', flags: [{ x: 10, words: 200 }, { x: 290, words: 80 }], width: 300, sides: ['right', 'none'] },
  { why: 'never through the pole before it', flags: [{ x: 250, words: 90 }, { x: 290, words: 80 }], width: 300, sides: ['none', 'none'] },
])('flags have $why', ({ flags, width, sides }) => {
  expect(sidesOf(flags, width)).toEqual(sides);
});

test('words that have no room as a whole begin where there is some for their beginning', () => {
  const flags = [{ x: 10, words: 30 }, { x: 100, words: 200 }, { x: 220, words: 20 }, { x: 230, words: 90 }];
  const sides = sidesOf(flags, 300);
  expect(sides).toEqual(['right', 'none', 'none', 'none']);
  expect(roomsOf(flags, sides, 300)).toEqual([0, 100, 0, 50]);
});
