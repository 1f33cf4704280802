import { describe, expect, test } from 'vitest';
import {
  acceptEntries,
  appendEntries,
  commitTo,
  compactLog,
  createLog,
  entriesFrom,
  isUpToDate,
  lastEntryId,
  lastIndex,
  lastPossibleMatch,
  termAt,
  type RaftLog,
} from './log.ts';
import { entriesToApply, markApplied, markApplying, markStable } from './log-marks.ts';
import { silent } from './report.ts';
import type { Entry, Term } from './types.ts';

const options = { maxApplyingBytes: Infinity, bytesOf: () => 10, report: silent };

function entry(index: number, term: Term): Entry {
  return { type: 'EntryNormal', data: `${term}/${index}`, term, index };
}

/** A log after a snapshot at 2, with entries of these terms from 3 on. */
function logOf(...terms: Term[]): RaftLog {
  return createLog({ index: 2, term: 1 }, terms.map((term, at) => entry(at + 3, term)), options);
}

describe('a log is as good as another', () => {
  test.each([
    { why: 'the same end', last: { term: 2, index: 5 }, good: true },
    { why: 'longer in the same term', last: { term: 2, index: 6 }, good: true },
    { why: 'shorter in the same term', last: { term: 2, index: 4 }, good: false },
    { why: 'shorter, of a later term', last: { term: 3, index: 1 }, good: true },
    { why: 'longer, of an earlier term', last: { term: 1, index: 9 }, good: false },
  ])('$why: $good', ({ last, good }) => {
    expect(isUpToDate(logOf(1, 1, 2), last)).toBe(good);
  });
});

describe('entries from a leader', () => {
  test('are refused if the one before them is missing or another', () => {
    expect(acceptEntries(logOf(1, 1), { index: 5, term: 1 }, [], 0)).toBeUndefined();
    expect(acceptEntries(logOf(1, 1), { index: 4, term: 2 }, [], 0)).toBeUndefined();
  });

  test('replace what differs, and only from there', () => {
    const log = logOf(1, 2, 2, 2);
    const kept = log.entries[0];
    const last = acceptEntries(log, { index: 2, term: 1 }, [entry(3, 1), entry(4, 3)], 3);
    expect(last).toBe(4);
    expect(log.entries[0]).toBe(kept);
    expect(lastEntryId(log)).toMatchObject({ index: 4, term: 3 });
    expect([log.committed, log.stable, log.handedOut]).toEqual([3, 3, 3]);
  });

  test('that are there already leave what follows them alone', () => {
    const log = logOf(1, 1, 1);
    expect(acceptEntries(log, { index: 2, term: 1 }, [entry(3, 1)], 9)).toBe(3);
    expect([lastIndex(log), log.committed]).toEqual([5, 3]);
  });

  test('never replace what is committed', () => {
    const log = logOf(1, 1);
    commitTo(log, 4);
    expect(() => acceptEntries(log, { index: 3, term: 1 }, [entry(4, 2)], 0)).toThrow(
      'entry 4 conflict with committed entry [committed(4)]',
    );
  });
});

describe('the last place where two logs may agree', () => {
  test.each([
    { why: 'entries of later terms are skipped', index: 6, term: 2, match: { index: 4, term: 2 } },
    { why: 'an entry of that term or before stays', index: 3, term: 2, match: { index: 3, term: 1 } },
    { why: 'the log does not reach back further', index: 1, term: 2, match: { index: 1, term: 0 } },
  ])('$why', ({ index, term, match }) => {
    expect(lastPossibleMatch(logOf(1, 2, 4, 4), index, term)).toEqual(match);
  });
});

describe('what may be applied', () => {
  test('is committed, and on stable storage if that is asked for', () => {
    const log = logOf(1);
    appendEntries(log, [entry(4, 1)]);
    commitTo(log, 4);
    expect(entriesToApply(log, true).map(({ index }) => index)).toEqual([3, 4]);
    expect(entriesToApply(log, false).map(({ index }) => index)).toEqual([3]);
    markStable(log, { index: 4, term: 1 });
    expect(entriesToApply(log, false).map(({ index }) => index)).toEqual([3, 4]);
  });

  test('comes in portions, one at least, and the next after the one before is applied', () => {
    const log = createLog({ index: 0, term: 0 }, [1, 2, 3].map((index) => entry(index, 1)), {
      ...options,
      maxApplyingBytes: 15,
    });
    commitTo(log, 3);
    const first = entriesToApply(log, true);
    expect(first.map(({ index }) => index)).toEqual([1]);
    markApplying(log, 1, 10, true);
    expect(entriesToApply(log, true)).toEqual([]);
    markApplied(log, 1, 10);
    expect(entriesToApply(log, true).map(({ index }) => index)).toEqual([2]);
  });
});

test('storage that answers for entries replaced meanwhile is not believed', () => {
  const log = logOf();
  appendEntries(log, [entry(3, 1), entry(4, 1)]);
  appendEntries(log, [entry(4, 2)]);
  markStable(log, { index: 4, term: 1 });
  expect(log.stable).toBe(2);
  markStable(log, { index: 4, term: 2 });
  expect(log.stable).toBe(4);
});

test('what is compacted is gone, but for the term of the last', () => {
  const log = logOf(1, 2, 2);
  commitTo(log, 5);
  markApplied(log, 4, 0);
  compactLog(log, 4);
  expect([termAt(log, 3), termAt(log, 4), termAt(log, 5), termAt(log, 6)]).toEqual([
    undefined,
    2,
    2,
    undefined,
  ]);
  expect(entriesFrom(log, 5, Infinity).map(({ index }) => index)).toEqual([5]);
  expect(() => compactLog(log, 5)).toThrow('compact(5) is beyond applied(4)');
});
