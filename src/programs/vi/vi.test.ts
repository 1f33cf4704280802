import { expect, test } from 'vitest';
import { SessionTerminal } from '../shell/session-terminal.ts';
import { screenOf } from '../testing/screen.ts';
import { testMachine } from '../testing/test-machine.ts';
import { busyboxTools, debianTools, machineTools } from '../tools/toolset.ts';

const manifest = '# a comment\nkind: Deployment\nspec:\n  replicas: 1\n';

/** A person's terminal on a machine with a file, 40 columns wide and 8 rows high. */
function open(options: { readonly programs?: typeof machineTools; readonly columns?: number } = {}) {
  const { columns = 60 } = options;
  const machine = testMachine(options.programs ? { programs: options.programs } : {});
  machine.disk.write('/home/me/web.yaml', manifest);
  let raw = '';
  const terminal = new SessionTerminal(machine.session, { columns, rows: 8, send: (data) => (raw += data) });
  terminal.start();
  const pass = (ms = 1_000): void => {
    machine.kernel.run({ untilMs: machine.kernel.nowMs + ms });
    if (machine.kernel.failure) throw machine.kernel.failure.error;
  };
  pass();
  return { machine, terminal, raw: () => raw, screen: () => screenOf(raw, columns), rows: () => screenOf(raw, columns).split('\n'), file: (name = 'web.yaml') => machine.disk.read(`/home/me/${name}`), type(...keys: readonly string[]) {
    for (const one of keys) {
      terminal.type(one);
      pass();
    }
  } };
}

test('a file is opened on the whole screen, and its first lines, its size and the place are shown', () => {
  const { type, screen } = open();
  type('vi web.yaml\r');
  expect(screen()).toBe('# a comment\nkind: Deployment\nspec:\n  replicas: 1\n~\n~\n~\n"web.yaml" 4L, 49B                        1,1           All');
});

test('what is changed is written by :wq, and the screen is as it was before', () => {
  const { type, screen, file } = open();
  type('echo before\r', 'vi web.yaml\r', '/replicas\r', 'ciwreplicas', '\u001b', '$r3:wq\r', 'echo after\r');
  expect(file()).toBe(manifest.replace('1', '3'));
  expect(screen()).toBe('workstation:~$ echo before\nbefore\nworkstation:~$ vi web.yaml\nworkstation:~$ echo after\nafter\nworkstation:~$');
});

test('modes are shown while one writes, and a command while it is typed', () => {
  const { type, rows } = open();
  type('vi web.yaml\r', 'o');
  expect(rows()[7]).toBe('-- INSERT --                              2,3           All');
  type('\u001bV');
  expect(rows()[7]).toBe('-- VISUAL LINE --                         2,2           All');
  type('\u001b:set nu');
  expect(rows()[7]).toBe(':set nu');
  type('\r');
  expect(rows()[1]).toBe('  2 #');
});

test('arrow keys move, Esc comes alone', () => {
  const { type, file } = open();
  type('vi web.yaml\r', '\u001b[B\u001b[B\u001b[B', '\u001b[F', 'i', '1', '\u001b', 'ZZ');
  expect(file()).toBe(manifest.replace('1', '11'));
});

test('what is pasted is put in as it is, without another indent', () => {
  const { type, file } = open();
  type('vi web.yaml\r', 'Go', '\u001b[200~  a:\r    b: c\u001b[201~', '\u001b', ':wq\r');
  expect(file()).toBe(`${manifest}    a:\n    b: c\n`);
});

test('a window of another size is drawn anew', () => {
  const { type, rows, terminal } = open();
  type('vi web.yaml\r');
  terminal.resize(60, 5);
  type('');
  expect(rows()).toEqual(['# a comment', 'kind: Deployment', 'spec:', '  replicas: 1', '"web.yaml" 4L, 49B                        1,1           All']);
});

test('a vi that is killed leaves the terminal as a shell needs it', () => {
  const { type, screen, machine } = open();
  type('vi web.yaml\r');
  const vi = machine.sandbox.processes.list().find(({ argv }) => argv[0] === 'vi');
  machine.sandbox.processes.signal(vi?.pid ?? 0, 'SIGKILL');
  type('echo still here\r');
  expect(screen()).toContain('workstation:~$ echo still here\nstill here\n');
});

test('a command is run beside the editor, and its output read into the text', () => {
  const { type, file, screen } = open();
  type('vi web.yaml\r', ':!echo hello\r');
  expect(screen()).toContain(':!echo hello\nhello\n\nPress ENTER or type command to continue');
  type('\r', ':r !echo from outside\r', ':%!sort\r', ':x\r');
  expect(file()).toBe('  replicas: 1\n# a comment\nfrom outside\nkind: Deployment\nspec:\n');
});

test('several files are edited one after the other', () => {
  const { type, file } = open();
  type('vi web.yaml b\r', 'dd:wn\r', 'ib\u001b:wq\r');
  expect([file(), file('b')]).toEqual([manifest.replace('# a comment\n', ''), 'b\n']);
});

test('text from a pipe is edited at the terminal', () => {
  const { type, file } = open();
  type('echo piped | vim -\r', 'A more\u001b:wq copy\r');
  expect(file('copy')).toBe('piped more\n');
});

test('without a terminal vi says so, and ends with its input', () => {
  const machine = testMachine();
  machine.disk.write('/home/me/web.yaml', manifest);
  const { out, err, status } = machine.run('vi web.yaml');
  expect(out).toBe('');
  expect(err).toBe('Vim: Warning: Output is not to a terminal\nVim: Warning: Input is not from a terminal\nVim: Error reading input, exiting...\nVim: Finished.\n');
  expect(status).toBe(1);
});

test('keys may come from a file, commands from the command line', () => {
  const machine = testMachine();
  machine.disk.write('/home/me/web.yaml', manifest);
  machine.run('vi web.yaml', { stdin: 'ggdd:wq\r' });
  machine.run("vim -es -c '%s/replicas: 1/replicas: 2/' -c wq web.yaml");
  machine.run('vi +3 web.yaml', { stdin: 'dd:wq\r' });
  expect(machine.disk.read('/home/me/web.yaml')).toBe('kind: Deployment\nspec:\n');
});

test("busybox' vi has its own words", () => {
  const { type, rows } = open({ programs: busyboxTools });
  type('vi web.yaml\r');
  expect(rows()[7]).toBe('- web.yaml 1/4 25%');
  type('jdd');
  expect(rows()[7]).toBe('Delete 1 lines (17 chars) from [D]');
  type('i');
  expect(rows()[7]).toBe('I web.yaml [Modified] 2/3 66%');
  type('\u001b:q\r');
  expect(rows()[7]).toBe('No write since last change (:q! overrides)');
});

test('a slim image of Debian has no vi', () => {
  const machine = testMachine({ programs: debianTools });
  expect(machine.run('vi x').err).toMatch(/^bash: (line 1: )?vi: command not found\n$/);
});
