import '../provide.ts';
import { expect, test } from 'vitest';
import { defaultTopology } from '../../cluster/index.ts';
import { Stage } from '../stage.ts';
import { inspect } from './inspect.ts';
import { whyObject } from './objects.ts';

test('a node whose machine is off says so at once, and that the cluster has not noticed yet', () => {
  const stage = new Stage({ topology: defaultTopology, seed: 1 }, () => 0);
  const { world, frames } = stage;
  world.run({ untilMs: 60_000, condition: () => world.isReady });
  const said = (): readonly string[] => {
    frames.takeInObjects();
    return inspect({ world, frames }, 'object/Node//worker-2', undefined).sentence.flatMap((phrase) => ('say' in phrase ? [phrase.say] : []));
  };
  expect(said()).toEqual(['node.ready']);
  stage.act({ type: 'fault', words: ['power', 'off', 'worker-2'] });
  expect(said()).toEqual(['node.ready', 'machine.off', 'node.unnoticed']);
  world.run({ untilMs: world.kernel.nowMs + 70_000 });
  expect(said()).toEqual(['node.notReady', 'machine.off']);
});

test('why a node, and a Pod on it, is not ready begins with what was done to its machine', () => {
  const stage = new Stage({ topology: defaultTopology, seed: 1 }, () => 0);
  const { world, frames } = stage;
  world.run({ untilMs: 60_000, condition: () => world.isReady });
  stage.act({ type: 'run', command: 'kubectl create deployment web --image=nginx --replicas=6' });
  world.run({ untilMs: world.kernel.nowMs + 10_000 });
  frames.takeInObjects();
  const pod = [...frames.objects.pods.values()].find(({ namespace, node }) => namespace === 'default' && node === 'worker-2');
  const why = (id: string): readonly (string | undefined)[] => {
    frames.takeInObjects();
    return whyObject({ world, frames }, id).map(({ command, actor }) => command ?? actor);
  };
  expect(why('object/Node//worker-2')).not.toContain('orrery power off worker-2');
  stage.act({ type: 'fault', words: ['power', 'off', 'worker-2'] });
  world.run({ untilMs: world.kernel.nowMs + 70_000 });
  expect(why('object/Node//worker-2')[0]).toBe('orrery power off worker-2');
  expect(why('object/Node//worker-2')).toContain('node-lifecycle-controller');
  expect(why(pod?.id ?? '')[0]).toBe('orrery power off worker-2');
  expect(why('object/Node//worker-1')).not.toContain('orrery power off worker-2');
  stage.act({ type: 'fault', words: ['power', 'on', 'worker-2'] });
  world.run({ untilMs: world.kernel.nowMs + 30_000 });
  expect(why('object/Node//worker-2').filter((step) => step?.startsWith('orrery'))).toEqual(['orrery power on worker-2']);
}, 60_000);

test('a node whose disk is full says so, and why', () => {
  const stage = new Stage({ topology: defaultTopology, seed: 1 }, () => 0);
  const { world, frames } = stage;
  world.run({ untilMs: 60_000, condition: () => world.isReady });
  stage.act({ type: 'fault', words: ['fill-disk', 'worker-1'] });
  world.run({ untilMs: world.kernel.nowMs + 30_000 });
  frames.takeInObjects();
  const { sentence, why } = inspect({ world, frames }, 'object/Node//worker-1', undefined);
  expect(sentence).toMatchObject([{ say: 'node.pressed', with: { condition: 'DiskPressure' } }]);
  expect(why[0]).toMatchObject({ byHand: true, command: 'orrery fill-disk worker-1' });
});
