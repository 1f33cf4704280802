import { describe, expect, test } from 'vitest';
import { KubectlWorld } from '../testing/kubectl-world.ts';

const file = (lines: string): string => `apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\n${lines}`;

function worldWith(kuberc: string): KubectlWorld {
  const world = new KubectlWorld();
  world.files.write('/root/.kube/kuberc', kuberc);
  world.answer = () => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [] } });
  return world;
}

describe('the preferences of a person', () => {
  test('are what flags are that nobody sets', () => {
    const world = worldWith(file('defaults: [{command: get, options: [{name: output, default: name}]}]\n'));
    expect(world.run('get pod web').out).toBe('pod/web\n');
    expect(world.run('get pod web -o jsonpath={.kind}').out).toBe('Pod');
    expect(world.run('run web --image=nginx --dry-run=client').out).toBe('pod/web created (dry run)\n');
  });

  test('give commands other names, with words before and behind', () => {
    const world = worldWith(file('aliases: [{name: runx, command: run, options: [{name: image, default: nginx}], prependArgs: [web], appendArgs: [--, hello]}]\n'));
    expect(world.run('runx --dry-run=client -o jsonpath={.spec.containers[0].image}{.spec.containers[0].args}').out).toBe('nginx["hello"]');
    expect(world.run('runx --nope').err).toBe("error: unknown flag: --nope\nSee 'kubectl runx --help' for usage.\n");
    expect(world.run('run web --dry-run=client').err).toBe('error: required flag(s) "image" not set\n');
  });

  test('name no command that is there already', () => {
    expect(worldWith(file('aliases: [{name: get, command: run}]\n')).run('get pod web -o name').out).toBe('pod/web\n');
  });

  test('that do not fit keep the command from running', () => {
    const prefix = 'error occurred while applying preferences';
    expect(worldWith(file('defaults: [{command: get, options: [{name: nope, default: x}]}]\n')).run('get pod web')).toMatchObject({ status: 1, out: '', err: `${prefix} invalid flag nope for command get\n` });
    expect(worldWith(file('aliases: [{name: g2, command: get}]\n')).run('get pod web').err).toBe(`${prefix} invalid alias name, can only include alphabetical characters\n`);
    expect(worldWith('x').run('get pod web').err).toBe(`${prefix} kuberc error kuberc: no valid preferences found in /root/.kube/kuberc, use --v=5 to see details\n`);
    expect(new KubectlWorld().run('version --client --kuberc=none').err).toBe(`${prefix} kuberc error kuberc: open none: no such file or directory\n`);
  });

  test('are turned off by the environment', () => {
    const world = worldWith('x');
    world.env.set('KUBECTL_KUBERC', 'false');
    expect(world.run('get pod web -o name')).toMatchObject({ status: 0, err: '' });
  });
});
