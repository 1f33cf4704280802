import { expect, test } from 'vitest';
import { createWorld } from '../world.ts';

test('on a node systemctl stops and starts its kubelet, and crictl tells what its runtime has', () => {
  const world = createWorld({ seed: 1 });
  const run = (command: string, ms = 2_000): string => {
    const execution = world.workstation.execute(command);
    world.run({ untilMs: world.kernel.nowMs + ms });
    if (world.kernel.failure) throw world.kernel.failure.error;
    return execution.output;
  };
  run('sleep 1', 60_000);
  run(`kubectl run web --image=nginx --overrides='{"spec":{"nodeName":"worker-1"}}'`, 30_000);
  expect(run('ssh worker-1 crictl ps --name web')).toMatch(/^CONTAINER {11}IMAGE {15}CREATED {13,}STATE {15}NAME {16}ATTEMPT {13}POD ID {14}POD {17}NAMESPACE\n[0-9a-f]{13} {7}[0-9a-f]{13} {7}\d+ seconds ago {6,}Running {13}web {17}0 {19}[0-9a-f]{13} {7}web {17}default\n$/);
  expect(run('ssh worker-1 crictl pods')).toMatch(/Ready {15}web {8,}default/);
  expect(run('ssh worker-1 "crictl logs $(ssh worker-1 crictl ps -q --name web)"')).toContain('start worker processes');
  expect(run('ssh worker-1 crictl images')).toMatch(/docker\.io\/library\/nginx +latest +[0-9a-f]{13} +\d+\.\dMB/);
  expect(run('ssh worker-1 systemctl is-active kubelet')).toBe('active\n');
  run('ssh worker-1 sudo systemctl stop kubelet', 60_000);
  expect(run('ssh worker-1 systemctl status kubelet; echo $?')).toContain('Active: inactive (dead)');
  expect(run('kubectl get node worker-1 --no-headers')).toContain('NotReady');
  expect(run('ssh worker-1 crictl ps --name web | wc -l')).toBe('2\n');
  run('ssh worker-1 systemctl restart kubelet', 20_000);
  expect(run('kubectl get node worker-1 --no-headers')).toMatch(/worker-1 +Ready/);
  expect(run('ssh worker-1 systemctl status nonesuch')).toBe('Unit nonesuch.service could not be found.\n');
});
