import { describe, expect, test } from 'vitest';
import { allVoters, committedIndex, voteResult } from './quorum.ts';

const yes = (...ids: number[]): [number, boolean][] => ids.map((id) => [id, true]);
const no = (...ids: number[]): [number, boolean][] => ids.map((id) => [id, false]);

describe('the index that a majority has', () => {
  test.each([
    { why: 'nobody holds nothing back', voters: [], outgoing: [], stored: {}, index: Infinity },
    { why: 'one decides alone', voters: [1], outgoing: [], stored: { 1: 7 }, index: 7 },
    { why: 'two need both', voters: [1, 2], outgoing: [], stored: { 1: 7, 2: 5 }, index: 5 },
    { why: 'three need two', voters: [1, 2, 3], outgoing: [], stored: { 1: 7, 2: 9, 3: 1 }, index: 7 },
    { why: 'four need three', voters: [1, 2, 3, 4], outgoing: [], stored: { 1: 9, 2: 8, 3: 2, 4: 1 }, index: 2 },
    { why: 'of whom nothing is heard has nothing', voters: [1, 2, 3], outgoing: [], stored: { 1: 7 }, index: 0 },
    { why: 'both halves must have it', voters: [1, 2, 3], outgoing: [3, 4, 5], stored: { 1: 9, 2: 9, 3: 9, 4: 4, 5: 2 }, index: 4 },
  ])('$why', ({ voters, outgoing, stored, index }) => {
    const at = new Map(Object.entries(stored).map(([id, value]) => [Number(id), value]));
    expect(committedIndex({ voters, votersOutgoing: outgoing }, (id) => at.get(id) ?? 0)).toBe(index);
  });
});

describe('the outcome of a vote', () => {
  test.each([
    { why: 'nobody to ask is won', voters: [], outgoing: [], votes: [], result: 'won' },
    { why: 'two of three win', voters: [1, 2, 3], outgoing: [], votes: yes(1, 3), result: 'won' },
    { why: 'one of three waits', voters: [1, 2, 3], outgoing: [], votes: [...yes(1), ...no(2)], result: 'pending' },
    { why: 'two refusals of three lose', voters: [1, 2, 3], outgoing: [], votes: [...yes(1), ...no(2, 3)], result: 'lost' },
    { why: 'half of four can still lose', voters: [1, 2, 3, 4], outgoing: [], votes: [...yes(1, 2), ...no(3, 4)], result: 'lost' },
    { why: 'who is not asked does not count', voters: [1, 2, 3], outgoing: [], votes: yes(1, 8, 9), result: 'pending' },
    { why: 'the outgoing half must agree', voters: [1, 2, 3], outgoing: [4, 5, 6], votes: yes(1, 2, 3), result: 'pending' },
    { why: 'the outgoing half can refuse', voters: [1, 2, 3], outgoing: [4, 5, 6], votes: [...yes(1, 2, 3), ...no(4, 5)], result: 'lost' },
  ])('$why', ({ voters, outgoing, votes, result }) => {
    expect(voteResult({ voters, votersOutgoing: outgoing }, new Map(votes))).toBe(result);
  });

  test('who votes in both halves is asked once', () => {
    expect(allVoters({ voters: [1, 4], votersOutgoing: [1, 2, 3] })).toEqual([1, 2, 3, 4]);
  });
});
