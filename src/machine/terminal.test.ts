import { expect, test } from 'vitest';
import { Kernel } from '../kernel/index.ts';
import type { Process } from '../kernel/index.ts';
import { Terminal } from './terminal.ts';

/** A terminal with a program that reads line by line. */
function open() {
  const kernel = new Kernel({ seed: 1 });
  let shown = '';
  let interrupts = 0;
  const terminal = new Terminal({ columns: 80, rows: 24, show: (data) => (shown += data), interrupt: () => interrupts++ });
  const lines: string[] = [];
  const spawn = (read: () => Process<string | undefined>): void => {
    kernel.spawn('reader', (function* () {
      for (;;) {
        const line = yield* read();
        lines.push(line ?? '<end>');
        if (line === undefined) return;
      }
    })());
    kernel.run({ untilMs: kernel.nowMs + 1 });
  };
  return { terminal, lines, spawn, shown: () => shown, interrupts: () => interrupts, press(keys: string) {
    terminal.press(keys);
    kernel.run({ untilMs: kernel.nowMs + 1 });
  } };
}

test('a line is shown while it is typed, can be corrected, and is read when it is entered', () => {
  const { terminal, lines, spawn, press, shown } = open();
  spawn(() => terminal.readLine());
  press('one twp');
  expect(lines).toEqual([]);
  press('\u007fo\r');
  press('gone\u0015kept this\u0017that\r');
  expect(lines).toEqual(['one two', 'kept that']);
  expect(shown().startsWith('one twp\b \bo\r\n')).toBe(true);
});

test('Ctrl-D ends one input, and the next program reads on', () => {
  const { terminal, lines, spawn, press } = open();
  spawn(() => terminal.readLine());
  press('a\r\u0004');
  spawn(() => terminal.readLine());
  press('b\r\u0004');
  expect(lines).toEqual(['a', '<end>', 'b', '<end>']);
});

test('Ctrl-C throws the line away and interrupts; raw, it is a key like any other', () => {
  const { terminal, lines, spawn, press, interrupts, shown } = open();
  spawn(() => terminal.read());
  press('half\u0003');
  expect(interrupts()).toBe(1);
  terminal.setRaw(true);
  const before = shown();
  press('\u0003\u0004\r');
  expect([interrupts(), lines.join('|'), shown()]).toEqual([1, '\u0003\u0004\r', before]);
});

test('what was typed before a line editor came is its first input', () => {
  const { terminal, lines, spawn, press } = open();
  terminal.setRaw(true);
  press('early\rlater');
  let edited = '';
  terminal.lend({ take: (keys) => { edited = keys.slice(0, 6); return keys.slice(6); }, resized: () => undefined, relate: () => undefined });
  spawn(() => terminal.readLine());
  press('\r');
  press('on\r');
  expect([edited, lines]).toEqual(['early\r', ['later', 'on']]);
});

test('who has hung up has ended the input for good', () => {
  const { terminal, lines, spawn } = open();
  terminal.press('last');
  spawn(() => terminal.readLine());
  terminal.hangUp();
  spawn(() => terminal.readLine());
  expect(lines).toEqual(['last', '<end>', '<end>']);
});
