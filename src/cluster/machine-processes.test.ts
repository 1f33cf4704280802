import { expect, it } from 'vitest';
import './provide.ts';
import { Session, createWorld } from './index.ts';

function machines(): (command: string) => string {
  const session = new Session(createWorld({ seed: 7 }));
  session.boot();
  return (command) => String(session.answer({ run: command }).output);
}

it('shows the daemons of a machine and what runs in its containers', () => {
  const run = machines();
  expect(run('ssh worker-1 ps -e -o args')).toMatch(/\/sbin\/init\n.*sshd.*\n.*containerd\n\/usr\/bin\/kubelet .*\n.*kube-proxy .*--hostname-override=worker-1\n/);
  expect(run('ssh etcd-1 pidof etcd')).toMatch(/^\d+\n$/);
  expect(run('ssh control-plane-1 ps -e -o args')).toContain('kube-apiserver');
});

it('a kubelet that is stopped where it is lets its node go NotReady until it goes on; one that is killed comes back', () => {
  const run = machines();
  const readyOf = (): string => run("kubectl get node worker-1 --no-headers | awk '{print $2}'").trim();
  run('ssh worker-1 pkill -STOP kubelet; sleep 60');
  expect(readyOf()).toBe('NotReady');
  run('ssh worker-1 pkill -CONT kubelet; sleep 20');
  expect(readyOf()).toBe('Ready');
  expect(run('ssh worker-1 pkill -STOP kubelet; ssh worker-1 ps -o stat,comm | grep kubelet')).toMatch(/^T/);
  expect(run('ssh worker-1 pkill -9 kubelet; sleep 11; ssh worker-1 ps -o stat,comm | grep kubelet')).toMatch(/^S/);
  expect(run('ssh worker-1 pkill kubelet; ssh worker-1 pidof kubelet; sleep 11; ssh worker-1 pidof kubelet')).toMatch(/^\d+\n$/);
  expect(readyOf()).toBe('Ready');
});

it('a Pod that shares the processes of its machine sees them and can end what runs in other containers', () => {
  const run = machines();
  const overrides = JSON.stringify({ spec: { hostPID: true, nodeName: 'worker-1' } });
  run(`kubectl run prey --image=busybox:1.36 --restart=Never --overrides='${JSON.stringify({ spec: { nodeName: 'worker-1' } })}' -- sleep 3600`);
  run(`kubectl run seer --image=busybox:1.36 --restart=Never --overrides='${overrides}' -- sleep 3601; kubectl wait --for=condition=Ready pod/seer pod/prey`);
  expect(run('kubectl exec seer -- ps -o args')).toMatch(/kubelet[^]*sleep 3600[^]*/);
  run("kubectl exec seer -- sh -c 'kill -9 $(pgrep -f \"^sleep 3600\")'; sleep 3");
  expect(run("kubectl get pod prey --no-headers | awk '{print $3}'").trim()).toBe('Error');
});
