import '../provide.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWorld } from '../../cluster/index.ts';
import { Person } from '../testing/person.ts';
import { Terminals } from '../terminals.ts';

describe('a shell in a container', () => {
  const person = new Person();
  beforeAll(() => {
    person.type('kubectl run box --image=busybox --command -- sleep 3600\r', 20_000);
    person.type('kubectl exec -it box -- sh\r', 3_000);
  });

  it('shows once what is typed, with history', () => {
    expect(person.type('echo one\r')).toEqual(['/ # echo one', 'one', '/ #']);
    expect(person.type('\u001b[A\r')).toEqual(['/ # echo one', 'one', '/ #']);
  });

  it('completes the names of its programs', () => {
    expect(person.type('hostn\t\r')).toEqual(['/ # hostname', 'box', '/ #']);
  });

  it('lets Ctrl-C end what runs inside, and not kubectl', () => {
    person.type('sleep 1000\r');
    expect(person.terminal.isBusy).toBe(true);
    expect(person.type('\u0003')).toEqual(['^C', '/ #']);
    expect(person.type('while true; do :; done\r', 50).length).toBe(2);
    expect(person.type('\u0003')).toEqual(['^C', '/ #']);
    expect(person.type('echo still $((6*7))\r')).toContain('still 42');
  });

  it('lets Ctrl-D end an input inside, then the shell, and the workstation has its prompt again', () => {
    expect(person.type('cat\r')).toEqual(['/ # cat', '']);
    expect(person.type('hello\r')).toEqual(['hello', 'hello', '']);
    expect(person.type('\u0004')).toEqual(['/ #']);
    expect(person.type('\u0004')).toEqual(['', '#']);
    expect(person.terminal.isBusy).toBe(false);
    expect(person.type('echo here\r')).toEqual(['# echo here', 'here', '#']);
  });

  it('is busy from Enter on, also while time stands still', () => {
    person.type('echo', 1_000);
    expect(person.terminal.isBusy).toBe(false);
    person.terminal.type('\r');
    expect(person.terminal.isBusy).toBe(true);
    person.type('', 1_000);
    expect(person.terminal.isBusy).toBe(false);
  });

  it('gives the status of the program that Ctrl-C ended', () => {
    person.type('kubectl exec -it box -- sleep 100\r');
    expect(person.type('\u0003')).toEqual(['^Ccommand terminated with exit code 130', '#']);
  });
});

describe('a Pod that is run for a while', () => {
  const person = new Person();

  it('is joined, talked to, left by Ctrl-D and taken away', () => {
    const begun = person.type('kubectl run -it --rm box --image=busybox -- sh\r', 20_000);
    expect(begun.join('\n')).toContain("If you don't see a command prompt, try pressing enter.");
    expect(person.type('echo $((6*7))\r').at(-2)).toBe('42');
    person.type('sleep 100\r');
    expect(person.type('\u0003')).toEqual(['^C', '/ #']);
    const ended = person.type('\u0004', 60_000).join('\n');
    expect(ended).toContain('pod "box" deleted from default namespace');
    expect(person.type('kubectl get pods\r')).toContain('No resources found in default namespace.');
  });
});

describe('terminals', () => {
  it('begin another shell by Enter where one has ended', () => {
    const world = createWorld({ seed: 1 });
    const terminals = new Terminals(world);
    const press = (keys: string): string => {
      terminals.input('t', keys);
      world.run({ untilMs: world.kernel.nowMs + 500 });
      return terminals.takeOutput().map(({ data }) => data).join('');
    };
    terminals.open({ tab: 't', machine: 'machine/workstation', columns: 80, rows: 24 });
    expect(press('exit\r')).toContain('exit');
    expect(terminals.tabs.get('t')).toMatchObject({ ended: true });
    expect(press('x')).toBe('');
    expect(press('\r')).toContain('root@workstation');
    expect(press('echo $((6*7))\r')).toContain('42');
  });
});
