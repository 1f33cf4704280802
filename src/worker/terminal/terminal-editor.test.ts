import { describe, expect, it } from 'vitest';
import { Person } from '../testing/person.ts';

describe('kubectl edit at a terminal', () => {
  const person = new Person();

  it('opens vi on the object, and says when nothing was changed', () => {
    person.type('kubectl create deployment web --image=nginx\r', 20_000);
    person.type('kubectl edit deployment web\r');
    const screen = person.screen();
    expect(screen.slice(0, 5)).toEqual([
      "# Please edit the object below. Lines beginning with a '#' will be ignored,", '# and an empty file will abort the edit. If an error occurs while saving this file will be',
      '# reopened with the relevant failures.', '#', 'apiVersion: apps/v1',
    ]);
    expect(screen.at(-1)).toMatch(/^"\/tmp\/kubectl-edit-\d+\.yaml" \d+L, \d+B +1,1 +Top$/);
    expect(person.type(':q\r').at(-2)).toBe('Edit cancelled, no changes made.');
  });

  it('saves what :wq has written', () => {
    person.type('kubectl edit deployment web\r');
    person.type('/replicas: 1\r$r3');
    expect(person.screen().join('\n')).toContain('  replicas: 3');
    expect(person.type(':wq\r', 5_000).slice(-2)).toEqual(['deployment.apps/web edited', '#']);
    expect(person.type('kubectl get deployment web -o jsonpath={.spec.replicas}\r').join('\n')).toContain('3');
    expect(person.type('ls /tmp\r')).toEqual(['# ls /tmp', '#']);
  });

  it('opens again with what is wrong on top', () => {
    person.type('kubectl edit deployment web\r');
    person.type('/replicas: 3\r$r');
    person.type('x:wq\r', 5_000);
    expect(person.screen()).toContain('# deployments.apps "web" was not valid:');
    expect(person.type(':q!\r', 5_000).join('\n')).toMatch(/A copy of your changes has been stored to "\/tmp\/kubectl-edit-\d+\.yaml"\nerror: Edit cancelled, no valid changes were saved\./);
  });
});

describe('an editor in a container', () => {
  const person = new Person();

  it('is vi of busybox, as large as the screen, and stays so', () => {
    person.type('kubectl run box --image=busybox --command -- sleep 3600\r', 20_000);
    person.type('kubectl exec -it box -- sh\r', 3_000);
    const screen = person.type('vi notes\r');
    expect(screen.length).toBe(30);
    expect(screen.at(-1)).toBe('- notes 1/1 100%');
    person.terminal.resize(100, 12);
    expect(person.type('ihello\u001b:wq\r').join('\n')).toContain('/ #');
    expect(person.type('cat notes\r')).toEqual(['/ # cat notes', 'hello', '/ #']);
  });
});
