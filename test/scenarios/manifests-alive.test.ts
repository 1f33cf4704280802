import { expect, test } from 'vitest';
import { corrected } from './corrected.ts';
import { callFrom, outsideServer } from './outside.ts';
import { Scenario } from './support.ts';

/** A small cluster that has the corrected manifests as files, and a Pod to look from: `box`. */
class Learner extends Scenario {
  constructor() {
    super({ workers: [{ name: 'worker-1' }, { name: 'worker-2' }] });
    this.run('kubectl run box --image=busybox --restart=Never -- sleep 86400');
    this.until('kubectl get pod box', /1\/1/);
  }

  /** Applies manifests as they should have been written. */
  applyCorrected(...names: readonly string[]): string {
    for (const name of names) this.write(`${name}.yaml`, corrected(name));
    return this.run(`kubectl apply ${names.map((name) => `-f ${name}.yaml`).join(' ')}`);
  }

  /** What a web server answers to a Pod of the cluster. */
  fetch(address: string): string {
    return this.run(`kubectl exec box -- wget -qO- -T 3 http://${address}`);
  }

  refusedFetch(address: string): string {
    return this.refuse(`kubectl exec box -- wget -qO- -T 3 http://${address}`);
  }

  podAddress(name: string): string {
    return this.run(`kubectl get pod ${name} -o jsonpath='{.status.podIP}'`).trim();
  }

  endpoints(service: string): string {
    return this.run(`kubectl get endpoints ${service} -o jsonpath='{range .subsets[*]}{.addresses[*].ip}:{.ports[*].port}{end}' 2>/dev/null`).trim();
  }

  nodeAddress(name: string): string {
    return this.run(`kubectl get node ${name} -o jsonpath='{.status.addresses[?(@.type=="InternalIP")].address}'`).trim();
  }
}

const listening = (port: number, says: string): string => `mkdir -p /${port} && echo ${says} > /${port}/index.html && httpd -p ${port} -h /${port}`;

test('M01: three Pods come, each serves a page, and one that is deleted is replaced', () => {
  const learner = new Learner();
  expect(learner.applyCorrected('M01')).toBe('replicaset.apps/nginx-deployment created\n');
  learner.until('kubectl get rs nginx-deployment', /nginx-deployment +3 +3 +3/);
  const names = (): string[] => learner.run('kubectl get pods -l app=nginx -o name').trim().split('\n');
  const before = names();
  expect(before).toHaveLength(3);
  for (const name of before) expect(learner.fetch(learner.podAddress(name.replace('pod/', '')))).toContain('Welcome to nginx!');
  learner.run(`kubectl delete ${before[0] ?? ''}`);
  learner.until('kubectl get rs nginx-deployment', /nginx-deployment +3 +3 +3/);
  const after = names();
  expect(after).toHaveLength(3);
  expect(after.filter((name) => before.includes(name))).toEqual(before.slice(1));
  learner.expectSound();
});

test('M02 with M04: the Pod waits for a node, then for each Service in turn, runs, and its Service has an address where nobody listens', () => {
  const learner = new Learner();
  learner.applyCorrected('M02');
  learner.until('kubectl describe pod myapp-pod', /FailedScheduling .* 0\/2 nodes are available: 2 node\(s\) didn't match Pod's node affinity\/selector/);
  learner.run('kubectl label node worker-1 gpu=true');
  learner.until('kubectl get pod myapp-pod', /0\/1 +Init:0\/2/);
  learner.until('kubectl logs myapp-pod -c init-myservice', /waiting for myservice\n[\s\S]*waiting for myservice\n/);
  learner.applyCorrected('M04');
  expect(learner.run('kubectl get endpoints myservice 2>/dev/null')).toMatch(/^myservice +\d+s\n/m);
  expect(learner.refusedFetch('myservice')).toContain('Connection refused');
  learner.until('kubectl get pod myapp-pod', /0\/1 +Init:1\/2/);
  learner.run('kubectl create service clusterip mydb --tcp=3306');
  learner.until('kubectl get pod myapp-pod', /1\/1 +Running +0/);
  expect(learner.run('kubectl logs myapp-pod -c myapp-container')).toBe('The app is running!\n');
  expect(learner.run(`kubectl get pod myapp-pod -o jsonpath='{.spec.nodeName} {.status.initContainerStatuses[*].state.terminated.reason}'`)).toBe('worker-1 Completed Completed');
  expect(learner.endpoints('myservice')).toBe(`${learner.podAddress('myapp-pod')}:9376`);
  expect(learner.refusedFetch('myservice')).toContain('Connection refused');
  learner.run(`kubectl exec myapp-pod -c myapp-container -- sh -c '${listening(9376, 'hello from myapp')}'`);
  expect(learner.fetch('myservice')).toBe('hello from myapp\n');
  learner.pass('3600s');
  learner.until('kubectl get pod myapp-pod', /1\/1 +Running +1 \(/);
  learner.expectSound();
});

test('M03: the Namespace is Active, a Service in it is found by its longer name, and it takes everything along when it goes', () => {
  const learner = new Learner();
  expect(learner.applyCorrected('M03')).toBe('namespace/cusnamespace created\n');
  expect(learner.run('kubectl get ns cusnamespace')).toMatch(/cusnamespace +Active/);
  learner.run('kubectl run web -n cusnamespace --image=nginx:1.27 --port=80 --expose');
  learner.until('kubectl get pod web -n cusnamespace', /1\/1/);
  learner.until('kubectl get endpoints web -n cusnamespace', /:80/);
  expect(learner.fetch('web.cusnamespace')).toContain('Welcome to nginx!');
  expect(learner.refusedFetch('web')).toContain("bad address 'web'");
  expect(learner.run('kubectl delete ns cusnamespace')).toBe('namespace "cusnamespace" deleted\n');
  expect(learner.run('kubectl get all -n cusnamespace')).toBe('No resources found in cusnamespace namespace.\n');
  learner.expectSound();
});

test('M05, M06 and M07: a Service with two ports, by number and by name, finds what the Pod calls http and https', () => {
  const learner = new Learner();
  learner.run('kubectl label node worker-2 gpu=true');
  learner.applyCorrected('M06', 'M05');
  // busybox has nothing to do, ends, and is started again and again.
  learner.until('kubectl get pod myapp-pod', /0\/1 +CrashLoopBackOff +[2-9]/, '120s');
  expect(learner.run('kubectl describe pod myapp-pod')).toContain('Back-off restarting failed container myapp-container in pod myapp-pod');
  learner.run('kubectl delete pod myapp-pod');
  const command = `command: [sh, -c, '${listening(9080, 'plain')} && ${listening(9443, 'secure')} && sleep 3600']`;
  learner.apply(corrected('M06').replace('image: busybox', `image: busybox\n    ${command}`));
  learner.until('kubectl get pod myapp-pod', /1\/1/);
  learner.until('kubectl get endpoints myservice', /:9443/);
  expect([learner.fetch('myservice'), learner.fetch('myservice:443')]).toEqual(['plain\n', 'secure\n']);
  learner.applyCorrected('M07');
  expect(learner.run('kubectl get svc myservice')).toMatch(/80\/TCP,443\/TCP/);
  learner.pass('2s');
  expect([learner.fetch('myservice'), learner.fetch('myservice:443')]).toEqual(['plain\n', 'secure\n']);
  // Another Pod with other numbers under the same names needs no change of the Service; one without the names is left out.
  learner.run('kubectl delete pod myapp-pod');
  learner.apply(corrected('M06').replace('image: busybox', `image: busybox\n    ${command}`).replaceAll('9080', '7080').replaceAll('9443', '7443'));
  learner.run('kubectl run nameless --image=nginx:1.27 --labels=app=myapp --port=80');
  learner.until('kubectl get pods -l app=myapp', /1\/1[\s\S]*1\/1/);
  learner.until('kubectl get endpoints myservice', /:7443/);
  expect([learner.fetch('myservice'), learner.fetch('myservice:443')]).toEqual(['plain\n', 'secure\n']);
  expect(learner.endpoints('myservice')).not.toContain(learner.podAddress('nameless'));
  learner.expectSound();
});

test.each([['M08', 'M09'], ['M09', 'M08']])('%s then %s: a Service without a selector sends to the outside hosts that its Endpoints name', (first, second) => {
  const learner = new Learner();
  outsideServer(learner, { name: 'outside-1', address: '10.2.2.2', says: 'one' });
  outsideServer(learner, { name: 'outside-2', address: '10.2.1.2', says: 'two' });
  learner.applyCorrected(first);
  if (first === 'M08') {
    expect(learner.run('kubectl get endpointslices -l kubernetes.io/service-name=ex-service 2>&1')).toBe('No resources found in default namespace.\n');
    expect(learner.refusedFetch('ex-service')).toContain('Connection refused');
  }
  learner.applyCorrected(second);
  learner.until('kubectl get endpointslices -l kubernetes.io/service-name=ex-service,endpointslice.kubernetes.io/managed-by=endpointslicemirroring-controller.k8s.io', /80 +10\.2\.(2\.2,10\.2\.1\.2|1\.2,10\.2\.2\.2)/);
  const heard = new Set(Array.from({ length: 12 }, () => learner.fetch('ex-service')));
  expect([...heard].sort()).toEqual(['one', 'two']);
  learner.expectSound();
});

test('M10, M11 and M12: from the internet a node port of every node leads to the Pod; its address does not; the Ingress names what is behind it', () => {
  const learner = new Learner();
  learner.run(`kubectl run app --image=busybox --labels=app=myapp -- sh -c '${listening(8888, 'hello').replaceAll('&&', ';')} -f'`);
  learner.until('kubectl get pod app', /1\/1/);
  learner.applyCorrected('M10', 'M11', 'M12');
  learner.until('kubectl get endpoints nodeportservice', /:8888/);
  expect(learner.run('kubectl get svc nodeportservice')).toMatch(/NodePort +\S+ +<none> +80:30212\/TCP/);
  expect(learner.run('kubectl get svc loadbalancerservice')).toMatch(/LoadBalancer +\S+ +<pending> +80:3\d{4}\/TCP/);
  const given = Number(learner.run(`kubectl get svc loadbalancerservice -o jsonpath='{.spec.ports[0].nodePort}'`));
  for (const node of ['worker-1', 'worker-2']) {
    for (const port of [30212, given]) expect(callFrom(learner, 'client', learner.nodeAddress(node), port), `${node}:${port}`).toBe('hello\n');
  }
  expect(callFrom(learner, 'client', learner.podAddress('app'), 8888)).toBe('ETIMEDOUT');
  const clusterIP = learner.run(`kubectl get svc nodeportservice -o jsonpath='{.spec.clusterIP}'`).trim();
  expect(callFrom(learner, 'client', clusterIP, 80)).toBe('ETIMEDOUT');
  expect(learner.run(`ssh worker-1 curl -s http://${clusterIP}/`)).toBe('hello\n');
  expect(learner.fetch('nodeportservice')).toBe('hello\n');
  const described = learner.run('kubectl describe ingress appingress');
  expect(described).toContain(`/      nodeportservice:80 (${learner.podAddress('app')}:8888)`);
  expect(described).toContain('/foo   fooservice:80 (<error: services "fooservice" not found>)');
  learner.expectSound();
});

test('M13: the Pod runs the newest nginx, always pulled, and is reached from inside the cluster only', () => {
  const learner = new Learner();
  expect(learner.applyCorrected('M13')).toBe('pod/mynginx0 created\n');
  learner.until('kubectl get pod mynginx0', /1\/1 +Running/);
  expect(learner.run(`kubectl get pod mynginx0 -o jsonpath='{.spec.containers[0].imagePullPolicy}'`)).toBe('Always');
  const address = learner.podAddress('mynginx0');
  expect(learner.fetch(address)).toContain('Welcome to nginx!');
  expect(learner.run(`ssh worker-2 curl -s http://${address}/`)).toContain('Welcome to nginx!');
  expect(learner.refuse(`curl -sS -m 3 http://${address}/`)).toContain('curl: (28)');
  expect(callFrom(learner, 'client', address, 80)).toBe('ETIMEDOUT');
  learner.expectSound();
});

test('M14: inside a Pod the volume without a source is an empty directory that its containers share', () => {
  const learner = new Learner();
  learner.applyCorrected('M14');
  learner.until('kubectl get pod dashboard', /2\/2/);
  expect(learner.run(`kubectl get pod dashboard -o jsonpath='{.spec.volumes[0]}'`)).toBe('{"emptyDir":{},"name":"kubernetes-dashboard-certs"}');
  expect(learner.run('kubectl exec dashboard -c reader -- cat /read/tls.crt')).toBe('certificate\n');
  learner.expectSound();
});
