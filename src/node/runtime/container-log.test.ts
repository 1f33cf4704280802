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
