import '../provide.ts';
import { expect, test } from 'vitest';
import { defaultTopology } from '../../cluster/index.ts';
import type { RequestStage } from '../../protocol/index.ts';
import { isRequestRecord } from '../rows/tables.ts';
import { Stage } from '../stage.ts';
import { inspectRequest } from './things.ts';

const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: web\n    image: nginx\n';

/** The stages of the newest request of that verb that a command made. */
function stagesAfter(stage: Stage, command: string, verb: string): readonly RequestStage[] {
  const { world, frames } = stage;
  stage.act({ type: 'run', command });
  world.run({ untilMs: world.kernel.nowMs + 5_000 });
  const { trace } = world.kernel;
  for (let id = trace.latestId; id >= trace.oldestId; id--) {
    const subject = trace.get(id)?.subject;
    if (isRequestRecord(subject) && subject.verb === verb && subject.userAgent.startsWith('kubectl')) return inspectRequest({ world, frames }, `request/${id}`).stages ?? [];
  }
  throw new Error(`no ${verb} was seen`);
}

const newStage = (): Stage => {
  const stage = new Stage({ topology: defaultTopology, seed: 1 }, () => 0);
  stage.world.run({ untilMs: 60_000, condition: () => stage.world.isReady });
  stage.act({ type: 'write', path: 'pod.yaml', text: pod });
  return stage;
};

const told = (stages: readonly RequestStage[]): readonly string[] => stages.map(({ stage, verdict, by, changes }) =>
  [stage, verdict, by, ...changes.map((change) => change.by).filter((name) => name !== '')].filter((word) => word !== '').join(' '));

test('a Pod that is made passes every stage, and each says who decided and what was changed', () => {
  const stages = stagesAfter(newStage(), 'kubectl create -f pod.yaml', 'create');
  expect(told(stages)).toEqual([
    'authentication passed certificate', 'authorization passed masters', 'decoding passed', 'mutating passed ServiceAccount Priority DefaultTolerationSeconds',
    'validation passed', 'validating passed', 'storage passed', 'watch passed',
  ]);
  expect(stages.find(({ stage }) => stage === 'decoding')?.changes[0]?.diff).toContain('+  restartPolicy: Always');
  expect(stages.find(({ stage }) => stage === 'mutating')?.changes[0]?.diff).toContain('+  serviceAccountName: default');
  expect(stages.find(({ stage }) => stage === 'watch')?.says).toMatchObject([{ say: 'stage.told', with: { who: expect.stringContaining('scheduler') as unknown } }]);
}, 60_000);

test('what is refused says by whom, and nothing after it is passed', () => {
  const stage = newStage();
  const invalid = stagesAfter(stage, 'kubectl run bad --image=nginx --overrides=\'{"spec":{"priority":7}}\'', 'create');
  expect(told(invalid)).toEqual([
    'authentication passed certificate', 'authorization passed masters', 'decoding passed', 'mutating refused Priority ServiceAccount',
    'validation never', 'validating never', 'storage never', 'watch never',
  ]);
  const forbidden = stagesAfter(stage, 'kubectl get secrets --as=nobody', 'list');
  expect(told(forbidden)).toEqual(['authentication passed certificate', 'impersonation passed kubernetes-admin', 'authorization refused', 'storage never']);
}, 60_000);
