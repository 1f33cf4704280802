import { expect, test } from 'vitest';
import { emptyInput } from '../../machine/index.ts';
import { screenOf } from '../testing/screen.ts';
import { testMachine } from '../testing/test-machine.ts';
import { nullOutput } from './descriptors.ts';
import { SessionTerminal } from './session-terminal.ts';

/** A terminal and what stands on its screen, escape sequences carried out. */
function open(columns = 80) {
  const machine = testMachine();
  let raw = '';
  const terminal = new SessionTerminal(machine.session, { columns, rows: 24, send: (data) => (raw += data), commands: () => ['kubectl', 'kustomize', 'curl'] });
  terminal.start();
  const pass = (ms = 1_000): void => {
    machine.kernel.run({ untilMs: machine.kernel.nowMs + ms });
    if (machine.kernel.failure) throw machine.kernel.failure.error;
  };
  return { machine, terminal, pass, raw: () => raw, screen: () => screenOf(raw, columns), type(keys: string, ms?: number) {
    terminal.type(keys);
    pass(ms);
  }, typeLines(...lines: readonly string[]) {
    for (const line of lines) {
      terminal.type(line);
      pass();
    }
  } };
}

test('a command is typed, run, and the prompt comes again', () => {
  const { type, screen } = open();
  type('echo hello\r');
  expect(screen()).toBe('workstation:~$ echo hello\nhello\nworkstation:~$');
});

test('the line is edited anywhere', () => {
  const { type, screen } = open();
  type('cho hellp\u007fo\u0001e\u0005 you\u0017me\r');
  expect(screen()).toBe('workstation:~$ echo hello me\nhello me\nworkstation:~$');
});

test('long lines wrap and are drawn again', () => {
  const { type, screen } = open(20);
  type('echo abcdefghijkl\u001b[D\u001b[DX\u007f');
  expect(screen()).toBe('workstation:~$ echo\nabcdefghijkl');
});

test('arrows bring back what was typed', () => {
  const { typeLines, screen } = open();
  typeLines('echo one\r', 'echo two\r', '\u001b[A\u001b[A\r');
  expect(screen()).toBe('workstation:~$ echo one\none\nworkstation:~$ echo two\ntwo\nworkstation:~$ echo one\none\nworkstation:~$');
});

test('Ctrl-R finds what was typed', () => {
  const { typeLines, screen } = open();
  typeLines('echo one\r', 'echo two\r', '\u0012one\r');
  expect(screen().split('\n').slice(-3)).toEqual(['workstation:~$ echo one', 'one', 'workstation:~$']);
});

test('Ctrl-C ends a command, and a line', () => {
  const { type, screen, terminal } = open();
  type('sleep 100\r');
  expect(terminal.isBusy).toBe(true);
  type('\u0003');
  type('half a line\u0003');
  expect(terminal.isBusy).toBe(false);
  expect(screen()).toBe('workstation:~$ sleep 100\n^C\nworkstation:~$ half a line^C\nworkstation:~$');
});

test('Ctrl-C that comes on the heels of Enter ends the command, too', () => {
  const { type, screen, terminal } = open();
  type('\r\u0003');
  type('while true; do :; done\r\u0003echo $?\r');
  expect(terminal.isBusy).toBe(false);
  expect(screen()).toBe('workstation:~$\n^C\nworkstation:~$ while true; do :; done\n^C\nworkstation:~$ echo $?\n130\nworkstation:~$');
});

test('what ran elsewhere is told above the line that is being written, and is in the history', () => {
  const { type, screen, terminal } = open();
  type('echo half');
  terminal.relate('kubectl apply -f web.yaml', 'deployment.apps/web created\nservice/web created');
  expect(screen()).toBe('workstation:~$ kubectl apply -f web.yaml\ndeployment.apps/web created\nservice/web created\nworkstation:~$ echo half');
  type(' and half\r');
  expect(screen()).toMatch(/echo half and half\nhalf and half\nworkstation:~\$$/);
  type('\u001b[A\u001b[A');
  expect(screen()).toMatch(/\$ kubectl apply -f web\.yaml$/);
});

test('what ran elsewhere while a command ran here is told after it', () => {
  const { type, screen, terminal } = open();
  type('sleep 1\r', 100);
  terminal.relate('kubectl apply -f web.yaml', 'deployment.apps/web created\n');
  type('', 3_000);
  expect(screen()).toBe('workstation:~$ sleep 1\nworkstation:~$ kubectl apply -f web.yaml\ndeployment.apps/web created\nworkstation:~$');
});

test('a command that was sent but not taken up yet is ended by Ctrl-C', () => {
  const { machine, pass } = open();
  const { session, kernel, sandbox } = machine;
  let status: number | undefined;
  kernel.spawn('asker', (function* () {
    status = yield* session.execute('while true; do :; done', { stdin: emptyInput, stdout: nullOutput, stderr: nullOutput });
  })(), sandbox.group);
  kernel.run({ condition: () => session.isBusy || session.isAsked });
  session.interrupt();
  pass();
  expect(status).toBe(130);
});

test('a program reads lines, until Ctrl-D', () => {
  const { type, screen } = open();
  type('cat\r');
  type('some\r');
  type('more\r\u0004');
  expect(screen()).toBe('workstation:~$ cat\nsome\nsome\nmore\nmore\nworkstation:~$');
});

test('what is typed ahead is a command afterwards', () => {
  const { type, screen } = open();
  type('sleep 1\r', 100);
  type('echo ahead\r', 3_000);
  expect(screen()).toBe('workstation:~$ sleep 1\necho ahead\nworkstation:~$ echo ahead\nahead\nworkstation:~$');
});

test('Tab completes commands and files, and lists them', () => {
  const { type, screen, machine } = open();
  machine.disk.write('/home/me/deploy.yaml', '');
  machine.disk.write('/home/me/deploy.md', '');
  type('kube\tc');
  expect(screen()).toBe('workstation:~$ kubectl c');
  type('\u0015cat dep\t');
  expect(screen()).toBe('workstation:~$ cat deploy.');
  type('\t');
  expect(screen()).toBe('workstation:~$ cat deploy.\ndeploy.md    deploy.yaml\nworkstation:~$ cat deploy.');
  type('y\t');
  expect(screen().split('\n').at(-1)).toBe('workstation:~$ cat deploy.yaml');
});

test('a command goes on on the next line until it is complete', () => {
  const { type, screen } = open();
  type('for i in 1 2\rdo echo $i\rdone\r');
  expect(screen()).toBe('workstation:~$ for i in 1 2\n> do echo $i\n> done\n1\n2\nworkstation:~$');
});

test('what is pasted is run as a whole', () => {
  const { type, screen } = open();
  type('\u001b[200~cat <<EOF\na\nEOF\u001b[201~\r');
  expect(screen()).toBe('workstation:~$ cat <<EOF\na\nEOF\na\nworkstation:~$');
});

test('the prompt follows the directory, and exit ends', () => {
  const { typeLines, screen, terminal } = open();
  typeLines('cd /tmp\r', 'exit\r');
  expect(screen().trimEnd()).toBe('workstation:~$ cd /tmp\nworkstation:/tmp$ exit\nexit');
  expect(terminal.hasEnded).toBe(true);
});

test('history is told and used again', () => {
  const { typeLines, screen } = open();
  typeLines('echo a\r', '!!\r', 'history 2\r');
  expect(screen().split('\n').slice(2)).toEqual(['workstation:~$ !!', 'echo a', 'a', 'workstation:~$ history 2', '    1  echo a', '    2  history 2', 'workstation:~$']);
});

test('a sequence may come in two parts, and Han takes two columns', () => {
  const { type, screen, raw } = open();
  type('echo ab\u001b');
  type('[Dc');
  expect(screen()).toBe('workstation:~$ echo acb');
  type('\u0015中文');
  expect(raw().endsWith('\r\u001b[19C')).toBe(true);
});

test('watch shows its command anew on a clean screen', () => {
  const { type, screen } = open();
  type('watch -n 1 echo hi\r', 5_500);
  expect(screen().trim()).toBe('Every 1.0s: echo hi\n\nhi');
});
