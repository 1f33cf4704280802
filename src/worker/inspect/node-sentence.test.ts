import '../provide.ts';
import { expect, test } from 'vitest';
import { defaultTopology } from '../../cluster/index.ts';
import { Stage } from '../stage.ts';
import { inspect } from './inspect.ts';

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
