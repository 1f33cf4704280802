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

test.each([
  ['whoever may not is told what would grant it', 'kubectl get secrets --as=system:serviceaccount:shop:robot', 'list', 'way.grant', 'kubectl -n default create role granted --verb=list --resource=secrets && kubectl -n default create rolebinding granted --role=granted --serviceaccount=shop:robot'],
  ['of the whole cluster by a cluster role', 'kubectl get nodes --as=jane', 'list', 'way.grant', 'kubectl create clusterrole granted --verb=list --resource=nodes && kubectl create clusterrolebinding granted --clusterrole=granted --user=jane'],
  ['a namespace that is missing is to be made', 'kubectl create configmap a -n nowhere', 'create', 'way.namespace', 'kubectl create namespace nowhere'],
  ['wrong fields are explained', 'kubectl create configmap A_b', 'create', 'way.fields', 'kubectl explain configmaps --recursive'],
  ['what is there already is shown', 'kubectl create namespace default', 'create', 'way.exists', 'kubectl get namespaces default -o yaml'],
])('%s', (_, command, verb, way, does) => {
  const refused = stagesAfter(newStage(), command, verb).find(({ verdict }) => verdict === 'refused');
  expect(refused?.ways).toEqual([{ say: way, with: { command: does } }]);
}, 60_000);

test('what is refused says by whom, and nothing after it is passed', () => {
  const stage = newStage();
  const invalid = stagesAfter(stage, 'kubectl run bad --image=nginx --overrides=\'{"spec":{"priority":7}}\'', 'create');
  expect(told(invalid)).toEqual([
    'authentication passed certificate', 'authorization passed masters', 'decoding passed', 'mutating refused Priority ServiceAccount',
    'validation never', 'validating never', 'storage never', 'watch never',
  ]);
  const outOfRange = stagesAfter(stage, 'kubectl create service nodeport web --tcp=80 --node-port=33212', 'create');
  expect(told(outOfRange)).toContain('validation refused');
  expect(outOfRange.find(({ verdict }) => verdict === 'refused')?.says).toMatchObject([{ text: expect.stringContaining('The range of valid ports is 30000-32767') as string }]);
  const forbidden = stagesAfter(stage, 'kubectl get secrets --as=nobody', 'list');
  expect(told(forbidden)).toEqual(['authentication passed certificate', 'impersonation passed kubernetes-admin', 'authorization refused', 'storage never']);
}, 60_000);
