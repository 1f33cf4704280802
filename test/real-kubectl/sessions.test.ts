// Terminals, ports and files through the real kubectl: what asks for an upgrade, and what is passed on.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missing, startCluster, withoutTerminal } from './support.ts';
import type { Cluster } from './support.ts';

/** What somebody types, line by line, with time for each to be answered. */
const typing = (...lines: readonly string[]): string => `(${lines.map((line) => `sleep 2; printf '${line}\\r'`).join('; ')}; sleep 2)`;

/** A command at a terminal. */
const atTerminal = (command: string): string => `timeout 40 script -qec '${command}' /dev/null`;

const aPort = (): number => 20_000 + Math.floor(Math.random() * 20_000);

describe.skipIf(missing !== undefined)('the real kubectl in sessions', { timeout: 120_000 }, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
    await cluster.type("kubectl create deployment web --image nginx --port 80 --replicas 2; kubectl expose deploy web --port 8080 --target-port 80; kubectl run box --image busybox -- sh -c 'while true; do date; sleep 1; done'");
    await cluster.type('kubectl wait --for=condition=Ready pod/box --timeout=60s; kubectl rollout status deploy/web --timeout=60s');
  }, 90_000);
  afterAll(() => cluster.end());

  test.skipIf(withoutTerminal)('runs a container for as long as somebody is in it', async () => {
    const output = await cluster.type(`${typing('echo in $((5*5))', 'exit')} | ${atTerminal('kubectl run tmp --rm -it --image busybox --restart=Never -- sh')}; kubectl get pod tmp`);
    expect(output).toMatch(/in 25\r\n[^]*Session ended, resume using 'kubectl attach tmp -c tmp -n default -i -t' command\r\npod "tmp" deleted from default namespace\r\n[^]*pods "tmp" not found/);
    expect(await cluster.type('echo "echo piped \\$((6*6))" | kubectl run tmp --rm -i --quiet --image busybox --restart=Never -- sh')).toMatch(/^piped 36\n/);
  });

  test('joins a container to its end, and is not told how it ended', async () => {
    await cluster.type("echo '{apiVersion: v1, kind: Pod, metadata: {name: in}, spec: {restartPolicy: Never, containers: [{name: in, image: busybox, command: [sh], stdin: true}]}}' | kubectl apply -f -; kubectl wait --for=condition=Ready pod/in --timeout=60s");
    expect(await cluster.type("echo 'echo $((8*8)); exit 3' | kubectl attach -i --quiet in")).toBe('64\n');
    expect(await cluster.type("kubectl get pod in -o jsonpath='{.status.containerStatuses[0].state.terminated.exitCode}'")).toBe('3');
  });

  test.skipIf(withoutTerminal)('debugs a container, and a node', async () => {
    expect(await cluster.type(`${typing('echo in $((7*7)); hostname', 'exit')} | ${atTerminal('kubectl debug -it box --image=busybox --target=box')}`)).toMatch(/in 49\r\nbox\r\n[^]*the ephemeral container will not be restarted/);
    expect(await cluster.type(`${typing('ls /host', 'exit')} | ${atTerminal('kubectl debug -it node/worker-1 --image=busybox')}`)).toMatch(/Creating debugging pod node-debugger-worker-1-\w+ with container debugger on node worker-1\.[^]*\betc\b/);
  });

  test('copies folders both ways', async () => {
    const output = await cluster.type('mkdir -p d/sub; echo 1 > d/a; echo 2 > d/sub/b; kubectl cp -c box d box:/tmp/ && kubectl cp -c box box:/tmp/d back > /dev/null; cat back/a back/sub/b; kubectl cp nope box:/tmp');
    expect(output).toBe("1\n2\nerror: nope doesn't exist in local filesystem\n[exit 1]\n");
  });

  test('forwards a port of a Service to one of its Pods', async () => {
    const port = aPort();
    const output = await cluster.type(`kubectl port-forward svc/web ${port}:8080 & pid=$!; sleep 2.5; curl -s -m 10 http://127.0.0.1:${port}/; kill $pid`);
    expect(output).toContain(`Forwarding from 127.0.0.1:${port} -> 80\n`);
    expect(output).toContain('Welcome to nginx!');
  });

  test('passes requests on by a port and by a socket, but no sessions and not what is refused', async () => {
    const port = aPort();
    const asked = `ask() { curl -s -m 10 "$@"; }; ask -o /dev/null -w '%{http_code} ' http://127.0.0.1:${port}/api/v1/pods; ask -w '%{http_code}\\n' http://127.0.0.1:${port}/api/v1/secrets; ask http://127.0.0.1:${port}/files/a; ask -X POST http://127.0.0.1:${port}/api/v1/namespaces/default/pods/box/attach | grep message`;
    const output = await cluster.type(`mkdir -p www; echo text > www/a; kubectl proxy --port ${port} --www=www --www-prefix=/files/ --reject-paths=secrets > /dev/null & pid=$!; sleep 2; ${asked}; kill $pid`);
    expect(output).toBe('200 Forbidden\n403\ntext\n  "message": "Upgrade request required",\n');
    expect(await cluster.type("kubectl proxy --unix-socket=$PWD/sock > /dev/null & pid=$!; sleep 2; curl -s -m 10 --unix-socket sock http://localhost/version | grep gitVersion; kill $pid")).toContain('"gitVersion": "v1.36.3"');
  });

  test('drains as far as a budget allows', async () => {
    await cluster.type('kubectl create pdb web --selector=app=web --min-available=2; kubectl wait --for=jsonpath={.status.currentHealthy}=2 pdb/web --timeout=60s');
    const nodes = 'for n in $(kubectl get pods -l app=web -o jsonpath="{.items[0].spec.nodeName}"); do';
    expect(await cluster.type(`${nodes} kubectl drain $n --ignore-daemonsets --force --timeout=3s; done 2>&1`)).toMatch(/Cannot evict pod as it would violate the pod's disruption budget\.[^]*global timeout reached: 3s/);
    expect(await cluster.type(`kubectl delete pdb web; ${nodes} kubectl drain $n --ignore-daemonsets --force --timeout=60s; kubectl uncordon $n; done 2>&1`)).toMatch(/node\/worker-\d drained\nnode\/worker-\d uncordoned\n$/);
  });

  test('prefers what a kuberc says, and has no metrics where nobody measures', async () => {
    const kuberc = "cat > rc <<'E'\napiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\ndefaults:\n- command: get\n  options: [{name: output, default: name}]\naliases:\n- name: gn\n  command: get\n  prependArgs: [namespaces]\nE\n";
    expect(await cluster.type(`${kuberc}kubectl gn default --kuberc rc; kubectl --kuberc rc get svc kubernetes`)).toMatch(/^NAME +STATUS +AGE\ndefault +Active +\w+\nservice\/kubernetes\n$/);
    expect(await cluster.type('kubectl top pods; kubectl top nodes')).toBe('error: Metrics API not available\nerror: Metrics API not available\n[exit 1]\n');
  });
});
