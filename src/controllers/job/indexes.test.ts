import { expect, test } from 'vitest';
import { countCommon, countIndexes, hasIndex, indexSet, indexesText, missingIndexes, parseIndexes, unitedIndexes } from './indexes.ts';

test.each([
  { numbers: [], text: '' },
  { numbers: [3], text: '3' },
  { numbers: [1, 0], text: '0,1' },
  { numbers: [2, 0, 1], text: '0-2' },
  { numbers: [9, 5, 4, 7, 6, 0], text: '0,4-7,9' },
])('$numbers are written $text, and read again', ({ numbers, text }) => {
  const set = indexSet(numbers);
  expect(indexesText(set)).toBe(text);
  expect(parseIndexes(text, 10)).toEqual(set);
  expect(countIndexes(set)).toBe(numbers.length);
  expect(numbers.every((index) => hasIndex(set, index))).toBe(true);
});

test('what is beyond the completions does not count', () => {
  expect(indexesText(parseIndexes('0,3-9,12', 5))).toBe('0,3,4');
});

test('sets are united, and what they have in common is counted', () => {
  const [a, b] = [parseIndexes('0-3,8', 10), parseIndexes('3-5,9', 10)];
  expect(indexesText(unitedIndexes(a, b))).toBe('0-5,8,9');
  expect(countCommon(a, b)).toBe(1);
});

test.each([
  { set: '', count: 2, missing: [0, 1] },
  { set: '0-2', count: 9, missing: [3, 4, 5] },
  { set: '1,3', count: 3, missing: [0, 2, 4] },
  { set: '0-5', count: 1, missing: [] },
])('of six, beside $set there is room for $missing', ({ set, count, missing }) => {
  expect(missingIndexes(parseIndexes(set, 6), 6, count)).toEqual(missing);
});
