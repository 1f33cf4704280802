import '../../src/cluster/provide.ts';
import { expect, test } from 'vitest';
import { Session, createWorld } from '../../src/cluster/index.ts';

test('a container tells the kernel of its node, and a machine the system that its node says it has', () => {
  const session = new Session(createWorld({ seed: 1 }));
  const run = (command: string): unknown => session.answer({ run: command }).output;
  run('kubectl run shell --image=busybox -- sleep 3600; kubectl wait --for=condition=Ready pod/shell');
  const node = "kubectl get node $(kubectl get pod shell -o jsonpath='{.spec.nodeName}') -o jsonpath=";
  expect(run('kubectl exec shell -- uname -r')).toBe(`${String(run(`${node}'{.status.nodeInfo.kernelVersion}'`))}\n`);
  expect(run('. /etc/os-release; echo $PRETTY_NAME')).toBe(`${String(run(`${node}'{.status.nodeInfo.osImage}'`))}\n`);
});
