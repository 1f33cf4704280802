import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judge } from './linearizability.ts';
import type { RegisterOperation } from './linearizability.ts';

/**
 * A history as lines: `w a` writes a, `r a` reads it, dashes last, `?` in place of the end is never answered. The id is the
 * line's number.
 */
function history(text: string): readonly RegisterOperation[] {
  return text.trim().split('\n').map((line, index) => {
    const [, indent = '', action, value = '', bar = '', end] = /^( *)([wr]) (\S*) (-*)([|?])$/.exec(line.replace(/^ {4}/, '')) ?? [];
    return { id: `${index + 1}`, action: action === 'w' ? 'write' : 'read', value, began: indent.length, ended: end === '|' ? indent.length + 4 + bar.length : undefined };
  });
}

test.each([
  ['nothing at all', ''],
  ['a read of what was there at first', '    r  -|'],
  ['one after another', `
    w a --|
              r a --|
                       w b --|
                                  r b -|`],
  ['overlapping writes, read in either order', `
    w a ------------|
      w b ----------|
                         r a -|`],
  ['a read that overlaps a write sees either', `
    w a -|
             w b -----------------|
               r a --|
                         r b -----|`],
  ['a write without an answer that was never done', `
    w a -|
             w b -?
                      r a -|
                                r a -|`],
  ['a write without an answer that was done much later', `
    w a -|
             w b -?
                      r a -|
                                r b -|
                                          r b -|`],
  ['the same value twice', `
    w a -|
             w b -|
                       w a -|
                                r a -|`],
  ['writes without answers that nobody read', `
    w a -?
    w b -?
    w c -?
    w d -?
    r  ------|`],
])('there is an order: %s', (_, text) => {
  expect(judge(text === '' ? [] : history(text.slice(text.startsWith('\n') ? 1 : 0)))).toEqual({ isLinearizable: true, offending: [] });
});

test.each([
  ['a read of what was never written', ['1'], '    r a -|'],
  ['a stale read', ['2', '3'], `
    w a -|
             w b -|
                      r a -|`],
  ['two reads that go back in time', ['3', '4'], `
    w a -|
             w b -----------------------|
               r b -|
                        r a -|`],
  ['an acknowledged write that is lost', ['2', '3'], `
    w a -|
             w b -|
                      r a -|
                               r a -|`],
  ['a write without an answer that comes and goes', ['3', '4'], `
    w a -|
             w b -?
                      r b -|
                                r a -|`],
  ['what comes later does not hide it', ['2', '3'], `
    w a -|
             w b -|
                      r a -|
                                w a -|
                                           r a -|`],
])('there is no order: %s', (_, offending, text) => {
  expect(judge(history(text.slice(text.startsWith('\n') ? 1 : 0)))).toEqual({ isLinearizable: false, offending });
});

/** Clients of one register: each operation takes effect at one instant between its beginning and its end. */
const truth = fc.array(fc.record({ isWrite: fc.boolean(), value: fc.constantFrom('a', 'b', 'c'), began: fc.nat(60), before: fc.nat(10), after: fc.nat(10), answer: fc.integer({ min: 0, max: 5 }) }), { maxLength: 24 }).map((drawn) => {
  const inOrder = drawn.map((one) => ({ ...one, effect: one.began + one.before })).toSorted((a, b) => a.effect - b.effect);
  let register = '';
  return inOrder.flatMap(({ isWrite, value, began, effect, after, answer }, index): readonly RegisterOperation[] => {
    const isAnswered = answer > 0;
    // An instant of its own for each, as the laboratory's clock gives.
    const [from, to] = [began * 100 + index, (effect + after) * 100 + 50 + index];
    if (isWrite) register = value;
    else if (!isAnswered) return [];
    return [{ id: `${index}`, action: isWrite ? 'write' : 'read', value: register, began: from, ended: isAnswered ? to : undefined }];
  });
});

test('what a register did is always found to be one', () => {
  fc.assert(fc.property(truth, (operations) => judge(operations).isLinearizable), { numRuns: 500 });
});

test('it agrees with trying every order, where there are few operations', () => {
  const some = fc.array(fc.record({ action: fc.constantFrom('read', 'write' as const), value: fc.constantFrom('', 'a', 'b'), began: fc.nat(9), lasts: fc.nat(5), isAnswered: fc.boolean() }), { maxLength: 5 });
  const found = { yes: 0, no: 0 };
  fc.assert(
    fc.property(some, (drawn) => {
      const operations = drawn.flatMap(({ action, value, began, lasts, isAnswered }, index): readonly RegisterOperation[] =>
        action === 'read' && !isAnswered ? [] : [{ id: `${index}`, action: action === 'read' ? 'read' : 'write', value, began: began * 10 + index, ended: isAnswered ? (began + lasts) * 10 + 5 + index : undefined }]);
      const expected = someOrder(operations, '');
      found[expected ? 'yes' : 'no']++;
      return judge(operations).isLinearizable === expected;
    }),
    { numRuns: 2_000, seed: 1 },
  );
  expect(Math.min(found.yes, found.no)).toBeGreaterThan(200);
});

/** By the definition: some order of all that is certain, and of some of the rest, that keeps to time and to the register. */
function someOrder(left: readonly RegisterOperation[], value: string): boolean {
  if (left.every(({ ended }) => ended === undefined)) return true;
  return left.some((next) => {
    if (left.some((other) => other.ended !== undefined && other.ended < next.began)) return false;
    if (next.action === 'read' && next.value !== value) return false;
    return someOrder(left.filter((other) => other !== next), next.action === 'write' ? next.value : value);
  });
}

test('a long history is judged at once', () => {
  const operations = Array.from({ length: 200 }, (_, index): RegisterOperation => ({
    id: `${index}`, action: index % 2 === 0 ? 'write' : 'read', value: `${index - (index % 2)}`, began: index * 10, ended: index % 10 === 8 ? undefined : index * 10 + 25,
  }));
  expect(judge(operations).isLinearizable).toBe(true);
});
