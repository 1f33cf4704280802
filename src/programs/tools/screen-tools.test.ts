import { expect, test } from 'vitest';
import { SessionTerminal } from '../shell/session-terminal.ts';
import { screenOf } from '../testing/screen.ts';
import { testMachine } from '../testing/test-machine.ts';

/** A person's terminal, 40 columns wide and 6 rows high, on a machine with a long file. */
function open() {
  const machine = testMachine();
  machine.disk.write('/home/me/long', Array.from({ length: 50 }, (_, index) => `line ${index + 1}\n`).join(''));
  let raw = '';
  const terminal = new SessionTerminal(machine.session, { columns: 40, rows: 6, send: (data) => (raw += data) });
  terminal.start();
  const screen = (): readonly string[] => screenOf(raw, 40).split('\n');
  return { screen, type(...keys: readonly string[]): readonly string[] {
    for (const one of keys) {
      terminal.type(one);
      machine.kernel.run({ untilMs: machine.kernel.nowMs + 1_000 });
      if (machine.kernel.failure) throw machine.kernel.failure.error;
    }
    return screen();
  } };
}

test('less shows a page at a time, and what was there before when it is left', () => {
  const { type } = open();
  expect(type('cat long | less\r')).toEqual(['line 1', 'line 2', 'line 3', 'line 4', 'line 5', ':']);
  expect(type(' ', 'j')[0]).toBe('line 7');
  expect(type('b', 'k')[0]).toBe('line 1');
  expect(type('G')).toEqual(['line 46', 'line 47', 'line 48', 'line 49', 'line 50', '(END)']);
  expect(type('q')).toEqual(['workstation:~$ cat long | less', 'workstation:~$']);
});

test('less searches', () => {
  const { type } = open();
  expect(type('less long\r')[5]).toBe('long');
  expect(type('/line 2[3-5]')[5]).toBe('/line 2[3-5]');
  expect(type('\r')[0]).toBe('line 23');
  expect(type('n', 'n', 'N')[0]).toBe('line 24');
  expect(type('/zork\r')[5]).toBe('Pattern not found  (press RETURN)');
});

test('top is left by q', () => {
  const { type } = open();
  expect(type('top\r').join('\n')).toMatch(/^top - 00:00:0\d up 0 min,/);
  expect(type('q').at(-1)).toBe('workstation:~$');
});

test('a terminal tells its size', () => {
  expect(open().type('stty size; tput cols\r')).toEqual(['workstation:~$ stty size; tput cols', '6 40', '40', 'workstation:~$']);
});
