import { describe, expect, test } from 'vitest';
import { Kernel } from '../../kernel/index.ts';
import { limits } from '../limits.ts';
import { ContainerLog } from './container-log.ts';

describe('a container\'s log', () => {
  test('is made of lines; what has no line feed at the end of the program is a line too', () => {
    const log = new ContainerLog(() => 7);
    const out = log.writer('stdout');
    for (const text of ['on', 'e\ntwo\nth', 'ree']) out.write(text);
    expect(log.end).toBe(2);
    out.flush();
    expect([0, 1, 2].map((index) => log.line(index)?.text)).toEqual(['one\n', 'two\n', 'three']);
    expect(log.tail(2, 100)).toBe('two\nthree');
  });

  test('keeps the newest when it grows too long', () => {
    const log = new ContainerLog(() => 0);
    const out = log.writer('stdout');
    for (let i = 0; i < 1_000; i++) out.write(`${String(i).padStart(999, '0')}\n`);
    expect(log.first).toBeGreaterThan(500);
    expect(log.line(log.end - 1)?.text).toContain('999');
    expect((log.end - log.first) * 1_000).toBeLessThanOrEqual(limits.logCharacters);
  });

  test('what is written at once is told line by line, in any order', () => {
    const log = new ContainerLog(() => 0);
    const out = log.writer('stdout');
    const lines = Array.from({ length: 40 }, (_, index) => `${'x'.repeat(index % 7)}${index}\n`);
    for (let at = 0; at < lines.length; at += 1 + (at % 5)) out.write(lines.slice(at, at + 1 + (at % 5)).join(''));
    const asked = [...lines.keys(), ...[...lines.keys()].reverse(), 7, 30, 8];
    expect(asked.map((index) => log.line(index)?.text)).toEqual(asked.map((index) => lines[index]));
    expect([-1, lines.length].map((index) => log.line(index))).toEqual([undefined, undefined]);
    expect(log.tail(3, 1_000)).toBe(lines.slice(-3).join(''));
  });

  test.each([
    { what: 'many lines at once', text: 'a line\n'.repeat(limits.logCharacters / 5), last: 'a line\n' },
    { what: 'one line without an end', text: 'x'.repeat(limits.logCharacters * 2), last: undefined },
  ])('stays within its bounds when it is told $what', ({ text, last }) => {
    const log = new ContainerLog(() => 0);
    const out = log.writer('stdout');
    out.put('first\n');
    out.put(text);
    out.flush();
    expect(log.line(0)).toBeUndefined();
    let kept = 0;
    for (let index = log.first; index < log.end; index++) kept += log.line(index)?.text.length ?? Number.NaN;
    expect(kept).toBeGreaterThan(limits.logCharacters / 2);
    expect(kept).toBeLessThanOrEqual(limits.logCharacters);
    if (last !== undefined) expect(log.line(log.end - 1)?.text).toBe(last);
  });

  test('a program that never stops writing lets time pass', () => {
    const kernel = new Kernel({ seed: 1 });
    const log = new ContainerLog(() => kernel.nowMs);
    const out = log.writer('stdout');
    kernel.spawn('yes', (function* () {
      for (;;) yield* out.write('y\n');
    })());
    kernel.run({ untilMs: 20 });
    expect(kernel.failure).toBeUndefined();
    expect(kernel.nowMs).toBe(20);
  });
});
