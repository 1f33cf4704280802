import { beforeEach, describe, expect, test } from 'vitest';
import { KubectlWorld } from '../../testing/kubectl-world.ts';

let world: KubectlWorld;
beforeEach(() => {
  world = new KubectlWorld();
  world.answer = () => ({ apiVersion: 'v1', kind: 'List', metadata: {}, items: ['aa', 'ab', 'b'].map((name) => ({ metadata: { name } })) });
});

/** What is offered, without the line about what the shell may do. */
const offered = (line: string): readonly string[] => world.run(`__completeNoDesc ${line}`).out.split('\n').slice(0, -2);
/** What the shell may do with it. */
const directive = (line: string): string | undefined => world.run(`__complete ${line}`).out.split('\n').at(-2);

describe('commands and flags', () => {
  test('commands are offered with what they are for, hidden ones are not, and help is one of them', () => {
    expect(world.run('__complete ro')).toEqual({ out: 'rollout\tManage the rollout of a resource\n:4\n', err: 'Completion ended with directive: ShellCompDirectiveNoFileComp\n', status: 0 });
    expect(offered('al')).toEqual([]);
    expect(offered('he')).toEqual(['help']);
    expect(offered('help create sec')).toEqual(['secret']);
  });

  test('flags of all commands stand before those of the command, one that was given only if it is a list', () => {
    expect(offered('rollout undo --to')).toEqual(['--token', '--to-revision']);
    expect(offered('get -A --all')).toEqual(['--allow-missing-template-keys']);
    expect(offered('get -f a --file')).toEqual(['--filename']);
    expect(offered('get -n')).toEqual(['-n']);
  });

  test('where a flag must be given, it is what is offered', () => {
    expect(offered('scale -')).toEqual(['--replicas']);
    expect(offered('create cronjob x --')).toEqual(['--image', '--schedule']);
    expect(offered('scale --replicas=1 --rep')).toEqual([]);
    expect(offered('run --image=x --ima')).toEqual(['--image-pull-policy']);
  });

  test('values of flags are offered in each way of writing them', () => {
    for (const line of ['get -o ya', 'get --output ya', 'get --output=ya', 'get -o=ya']) expect(offered(line)).toEqual(['yaml']);
    expect(offered('apply -f a')).toEqual(['json', 'yaml', 'yml']);
    expect(directive('apply -f a')).toBe(':8');
    expect(offered('--context x')).toEqual([]);
    expect(offered('get --context=a')).toEqual(['a']);
    expect(directive('config set-context --cluster c')).toBe(':0');
  });

  test('what cannot be read is told, and the shell does what it likes', () => {
    expect(world.run('__complete get --nosuch x')).toMatchObject({ out: ':0\n', err: '[Debug] [Error] Error while parsing flags from args [--nosuch]: unknown flag: --nosuch\nCompletion ended with directive: ShellCompDirectiveDefault\n' });
    expect(world.run('__complete nosuch x').err).toContain('unable to find a command for arguments: [nosuch]');
    expect(world.run('__complete')).toMatchObject({ status: 1, err: 'error: requires at least 1 arg(s), only received 0\n' });
  });
});

describe('types and names', () => {
  test('types come first, behind a comma another', () => {
    expect(offered('get po')).toEqual(['pods']);
    expect(offered('get deployments,po')).toEqual(['deployments,pods']);
    expect(offered('rollout status d')).toEqual(['deployment', 'daemonset']);
    expect(offered('get de')).toEqual(['deployments.apps']);
  });

  test('names follow their type, without those that stand there already', () => {
    expect(offered('get cm a')).toEqual(['aa', 'ab']);
    expect(offered('get cm aa a')).toEqual(['ab']);
    expect(offered('get cm/a')).toEqual(['cm/aa', 'cm/ab']);
    expect(offered('rollout status deployment aa a')).toEqual([]);
    expect(directive('get cm/aa p')).toBe(':6');
    expect(offered('get cm/aa po')).toEqual(['pods/']);
  });

  test('Pods stand beside what has Pods, and where none begins so the word goes on', () => {
    expect(offered('logs a')).toEqual(['aa', 'ab']);
    expect(directive('logs a')).toBe(':4');
    expect(offered('exec d')).toEqual(['daemonsets/', 'deployments/']);
    expect(directive('exec d')).toBe(':6');
  });

  test('a server that refuses leaves nothing to offer', () => {
    world.answer = () => ({ apiVersion: 'v1', kind: 'Status', status: 'Failure', code: 403, reason: 'Forbidden', message: 'no' });
    expect(world.run('__complete get cm a')).toMatchObject({ out: ':4\n', status: 0 });
  });
});
