import '../provide.ts';
import { expect, test } from 'vitest';
import { defaultTopology } from '../../cluster/index.ts';
import { sceneFiles } from '../scene-files.ts';
import { Stage } from '../stage.ts';
import { inspect } from './inspect.ts';
import { whyObject } from './objects.ts';

function stageOf() {
  const stage = new Stage({ topology: defaultTopology, seed: 1 }, () => 0);
  const { world, frames } = stage;
  world.run({ untilMs: 60_000, condition: () => world.isReady });
  frames.takeInObjects();
  return { world, frames, run: (command: string): void => { stage.act({ type: 'run', command }); } };
}

test('the chain of a Pod that has failed for hours still begins with the command that made it', () => {
  const stage = new Stage({ topology: defaultTopology, seed: 1 }, () => 0);
  const { world, frames } = stage;
  world.run({ untilMs: 60_000, condition: () => world.isReady });
  stage.act({ type: 'write', path: 'crash.yaml', text: sceneFiles.crash.text });
  stage.act({ type: 'run', command: 'kubectl apply -f crash.yaml' });
  const begunAt = world.kernel.trace.latestId;
  for (let atMs = world.kernel.nowMs; world.kernel.trace.oldestId <= begunAt + 5_000; atMs += 5_000) {
    world.run({ untilMs: atMs });
    frames.takeInObjects();
  }
  const why = whyObject({ world, frames }, 'object/Pod/default/crash');
  expect(why[0]).toMatchObject({ byHand: true, command: 'kubectl apply -f crash.yaml' });
  expect(why.filter(({ text }) => text.some((part) => 'say' in part && part.say === 'why.between'))).toHaveLength(1);
  expect(why.find(({ text }) => text.some((part) => 'say' in part && part.say === 'why.request'))?.hop).toEqual({ from: 'machine/workstation', to: 'component/control-plane-1/kube-apiserver' });
  const times = why.map(({ atMs }) => atMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times.at(-1)).toBeGreaterThan((times[0] ?? 0) + 600_000);
}, 120_000);

test('a Service tells whether no Pod is meant or none has an address yet, and a ready Pod who sends to it', () => {
  const { world, frames, ...stage } = stageOf();
  const said = (id: string): readonly unknown[] => { frames.takeInObjects(); return inspect({ world, frames }, id, undefined).sentence; };
  const until = (isSo: () => boolean): void => { while (!isSo()) { world.run({ untilMs: world.kernel.nowMs + 1 }); frames.takeInObjects(); } };
  stage.run('kubectl create service clusterip web --tcp=80');
  until(() => frames.objects.object('object/Service/default/web') !== undefined);
  expect(said('object/Service/default/web')).toEqual([{ say: 'service.empty', with: { selector: 'app=web', pods: 0 } }]);
  stage.run('kubectl create deployment web --image=nginx');
  const pod = (): { readonly id: string; readonly phase: string } | undefined => [...frames.objects.pods.values()].find(({ namespace }) => namespace === 'default');
  until(() => pod() !== undefined);
  expect(said('object/Service/default/web')).toEqual([{ say: 'service.starting', with: { selector: 'app=web', pods: 1 } }]);
  until(() => pod()?.phase === 'ready' && (frames.objects.services.get('object/Service/default/web')?.endpoints ?? []).length > 0);
  expect(said(pod()?.id ?? '')).toEqual([expect.objectContaining({ say: 'pod.ready' }), { say: 'pod.served', with: { services: 'web' } }]);
});
