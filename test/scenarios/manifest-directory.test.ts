import '../../src/cluster/provide.ts';
import { expect, test } from 'vitest';
import { createWorld } from '../../src/cluster/index.ts';

/** A person at the workstation of a world that is up. */
function open() {
  const world = createWorld({ seed: 3 });
  const { kernel } = world;
  const pass = (ms: number): void => {
    world.run({ untilMs: kernel.nowMs + ms });
    if (kernel.failure) throw kernel.failure.error;
  };
  const run = (command: string, ms = 2_000): string => {
    const execution = world.workstation.execute(command);
    pass(ms);
    return execution.output;
  };
  pass(60_000);
  return { world, pass, run };
}

test('a file in the manifest directory of a node is a static Pod, shown by a mirror', () => {
  const { run } = open();
  run("printf 'apiVersion: v1\\nkind: Pod\\nmetadata: {name: web}\\nspec:\\n  containers:\\n  - {name: web, image: nginx}\\n' | ssh worker-1 'cat > /etc/kubernetes/manifests/web.yaml'", 20_000);
  expect(run('kubectl get pods -o custom-columns=:.metadata.name,:.status.phase,:.spec.nodeName --no-headers')).toMatch(/^web-worker-1 +Running +worker-1\n$/);
  run('kubectl delete pod web-worker-1 --grace-period=0 --force', 10_000);
  expect(run('kubectl get pods --no-headers')).toContain('web-worker-1');
  run('ssh worker-1 sed -i s/nginx/busybox/ /etc/kubernetes/manifests/web.yaml', 40_000);
  expect(run('kubectl get pod web-worker-1 -o jsonpath={.spec.containers[0].image}')).toBe('busybox');
  run("ssh worker-1 'echo nonsense: [ > /etc/kubernetes/manifests/other.yaml; rm /etc/kubernetes/manifests/web.yaml'", 40_000);
  expect(run('kubectl get pods')).toBe('No resources found in default namespace.\n');
});

test('a component of the control plane lives and dies with its manifest, and its machine keeps what was done to it', () => {
  const { world, run, pass } = open();
  expect(run('ssh control-plane-1 ls /etc/kubernetes/manifests')).toBe('kube-apiserver.yaml\nkube-controller-manager.yaml\nkube-scheduler.yaml\n');
  run('ssh control-plane-1 mv /etc/kubernetes/manifests/kube-scheduler.yaml /root', 40_000);
  expect(run('kubectl get pods -n kube-system -o name')).not.toContain('scheduler');
  expect(world.schedulers.size).toBe(0);
  world.machine('control-plane-1').powerOff();
  world.machine('control-plane-1').powerOn();
  pass(60_000);
  expect([world.schedulers.size, world.apiServers.size]).toEqual([0, 1]);
  run('ssh control-plane-1 mv /root/kube-scheduler.yaml /etc/kubernetes/manifests', 40_000);
  expect(run('kubectl get pods -n kube-system -o name')).toContain('pod/kube-scheduler-control-plane-1');
  expect(world.schedulers.size).toBe(1);
});
