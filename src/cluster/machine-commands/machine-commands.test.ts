import '../provide.ts';
import { expect, test } from 'vitest';
import { readTopology } from '../topology/topology.ts';
import { createWorld } from '../world.ts';

/** Runs commands on the workstation of a world that is up. */
function atTheWorkstation(world: ReturnType<typeof createWorld>): (command: string, ms?: number) => string {
  const run = (command: string, ms = 2_000): string => {
    const execution = world.workstation.execute(command);
    world.run({ untilMs: world.kernel.nowMs + ms });
    if (world.kernel.failure) throw world.kernel.failure.error;
    return execution.output;
  };
  run('sleep 1', 60_000);
  return run;
}

test('a machine and its containers have the processors and the memory that the topology gives it', () => {
  const run = atTheWorkstation(createWorld({ topology: readTopology({ workers: [{ name: 'worker-1', cpu: '6', memory: '3Gi' }] }), seed: 1 }));
  expect(run('ssh worker-1 nproc')).toBe('6\n');
  expect(run('ssh worker-1 free -m')).toMatch(/^Mem: +3072 +1024 +2048 /m);
  run('kubectl run box --image=busybox -- sleep 1d', 30_000);
  expect(run('kubectl exec box -- nproc')).toBe('6\n');
  expect(run('kubectl exec box -- top -b -n 1')).toMatch(/^Mem: 1048\d\d\dK used, 209\d\d\d\dK free/);
  expect(run('nproc')).toBe('4\n');
});

test('on a node systemctl stops and starts its kubelet, and crictl tells what its runtime has', () => {
  const run = atTheWorkstation(createWorld({ seed: 1 }));
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
