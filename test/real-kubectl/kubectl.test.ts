import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missing, startCluster, withoutTerminal } from './support.ts';
import type { Cluster } from './support.ts';

describe.skipIf(missing !== undefined)('the real kubectl', { timeout: 120_000 }, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
    await cluster.type("kubectl create deployment web --image nginx --port 80; kubectl run box --image busybox -- sh -c 'while true; do date; sleep 1; done'");
    await cluster.type('kubectl wait --for=condition=Ready pod/box --timeout=60s; kubectl rollout status deploy/web --timeout=60s');
  }, 90_000);
  afterAll(() => cluster.end());

  test('applies, with what is unknown told, and tells that nothing changed', async () => {
    const file = "cat > a.yaml <<'E'\napiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}], selector: {app: web}}\nE\n";
    expect(await cluster.type(`${file}kubectl apply -f a.yaml && kubectl apply -f a.yaml && kubectl diff -f a.yaml`)).toBe('service/a created\nservice/a unchanged\n');
    expect(await cluster.type("sed -i 's/port: 80/port: 81/' a.yaml; kubectl diff -f a.yaml | grep '^[+-] '; kubectl apply -f a.yaml")).toMatch(/^- {2}- port: 80$[^]*^\+ {2}- port: 81$[^]*service\/a configured\n/m);
    expect(await cluster.type("sed -i 's/spec: {/spec: {colour: red, /' a.yaml; kubectl apply -f a.yaml")).toContain('strict decoding error: unknown field "spec.colour"');
  });

  test('makes what it writes in protobuf', async () => {
    const made = ['namespace n', 'configmap c --from-literal=k=v', 'secret generic s --from-literal=k=v', 'quota q --hard=pods=9', 'job j --image=busybox -- true', 'cronjob cj --image=busybox --schedule="*/5 * * * *" -- true', 'pdb p --selector=a=b --min-available=1', 'ingress i --rule=a.b/*=web:80', 'priorityclass pc --value=7', 'sa robot'];
    expect(await cluster.type(made.map((each) => `kubectl create ${each}`).join(' && '))).toBe([
      'namespace/n', 'configmap/c', 'secret/s', 'resourcequota/q', 'job.batch/j', 'cronjob.batch/cj', 'poddisruptionbudget.policy/p', 'ingress.networking.k8s.io/i', 'priorityclass.scheduling.k8s.io/pc', 'serviceaccount/robot',
    ].map((name) => `${name} created\n`).join(''));
    expect(await cluster.type("kubectl get cj cj -o jsonpath='{.spec.schedule} {.spec.jobTemplate.spec.template.spec.containers[0].command}'")).toBe('*/5 * * * * ["true"]');
    expect(await cluster.type('kubectl delete quota q')).toContain('deleted');
  });

  test('follows: watches, logs, attach', async () => {
    expect(await cluster.type('timeout 4 kubectl get pods -w --no-headers & sleep 1.5; kubectl run seen --image nginx; wait')).toMatch(/^seen .*Pending[^]*^seen .*ContainerCreating[^]*^seen .*Running/m);
    const lines = await cluster.type('timeout 3 kubectl logs -f --tail=1 box');
    expect(lines.split('\n').length).toBeGreaterThan(8);
    expect(await cluster.type('timeout 3 kubectl attach box')).toMatch(/\d\d:\d\d:\d\d UTC \d{4}\n/);
  });

  test('enters containers, and copies', async () => {
    expect(await cluster.type("kubectl exec box -- sh -c 'echo out; echo err >&2; exit 3'")).toMatch(/out\n[^]*command terminated with exit code 3\n\[exit 3\]\n$/);
    expect(await cluster.type('echo typed | kubectl exec -i box -- cat')).toBe('typed\n');
    expect(await cluster.type('kubectl exec ghost -- ls; kubectl exec box -c no -- ls')).toMatch(/pods "ghost" not found\n[^]*container no is not valid for pod box/);
    expect(await cluster.type('echo text > f; kubectl cp f box:/tmp/f && kubectl cp box:/tmp/f g && cat g')).toMatch(/text\n$/);
  });

  test('copies any bytes both ways', async () => {
    expect(await cluster.type('head -c 100000 /dev/urandom > bytes; kubectl cp bytes box:/tmp/bytes && kubectl cp box:/tmp/bytes back > /dev/null && cmp bytes back && kubectl exec box -- sha256sum /tmp/bytes | cut -d" " -f1 > theirs; sha256sum bytes | cut -d" " -f1 | diff - theirs')).toBe('');
  });

  test('speaks SPDY where it is told to', async () => {
    expect(await cluster.type("export KUBECTL_REMOTE_COMMAND_WEBSOCKETS=false; echo typed | kubectl exec -i box -- cat; kubectl exec box -- sh -c 'exit 3'")).toBe('typed\ncommand terminated with exit code 3\n[exit 3]\n');
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    expect(await cluster.type(`export KUBECTL_PORT_FORWARD_WEBSOCKETS=false; kubectl port-forward deploy/web ${port}:80 > /dev/null & pid=$!; sleep 1.5; curl -s http://127.0.0.1:${port}/; kill $pid`)).toContain('Welcome to nginx!');
  });

  test.skipIf(withoutTerminal)('works at a terminal', async () => {
    const typed = "(sleep 1; printf 'echo $((6*7)); stty size\\r'; sleep 1; printf 'sleep 1000\\r'; sleep 0.5; printf '\\003'; sleep 0.5; printf 'exit 4\\r'; sleep 1)";
    const output = await cluster.type(`${typed} | timeout 20 script -qec 'stty rows 33 cols 99; kubectl exec -it box -- sh; echo "status $?"' /dev/null`);
    expect(output).toMatch(/\r\n[^\r\n]*42\r\n33 99\r\n[^]*\^C[^]*status 4\r\n/);
  });

  test('knows who asks by certificate, and signs others', async () => {
    expect(await cluster.type('kubectl auth whoami')).toMatch(/Username +kubernetes-admin\nGroups +\[system:masters system:authenticated\]\n.*X509SHA256=/);
    const request = 'openssl genrsa -out jane.key 2048 2>/dev/null; openssl req -new -key jane.key -subj /O=devs/CN=jane -out jane.csr; printf "apiVersion: certificates.k8s.io/v1\\nkind: CertificateSigningRequest\\nmetadata: {name: jane}\\nspec: {request: $(base64 -w0 jane.csr), signerName: kubernetes.io/kube-apiserver-client, usages: [client auth]}\\n" | kubectl apply -f - && kubectl certificate approve jane';
    expect(await cluster.type(request)).toBe('certificatesigningrequest.certificates.k8s.io/jane created\ncertificatesigningrequest.certificates.k8s.io/jane approved\n');
    await cluster.until("kubectl get csr jane -o jsonpath='{.status.certificate}'", /./);
    const asJane = "kubectl get csr jane -o jsonpath='{.status.certificate}' | base64 -d > jane.crt; kubectl config view --raw > jane; export KUBECONFIG=jane; kubectl config set-credentials jane --client-certificate=jane.crt --client-key=jane.key >/dev/null; kubectl --user jane get pods";
    expect(await cluster.type(asJane)).toBe('Error from server (Forbidden): pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"\n[exit 1]\n');
  });

  test('keeps sets of what it applies', async () => {
    const configMap = (name: string): string => `printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: ${name}}\\n' > set/${name}.yaml`;
    const apply = 'KUBECTL_APPLYSET=true kubectl apply --prune --applyset=set -f set -n default';
    expect(await cluster.type(`mkdir set; ${configMap('one')}; ${configMap('two')}; ${apply}; rm set/two.yaml; ${apply}`)).toBe('configmap/one created\nconfigmap/two created\nconfigmap/one unchanged\nconfigmap/two pruned\n');
  });

  test('forwards ports', async () => {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const output = await cluster.type(`kubectl port-forward deploy/web ${port}:80 & pid=$!; sleep 1.5; curl -s http://127.0.0.1:${port}/ http://127.0.0.1:${port}/none; kill $pid`);
    expect(output).toContain(`Forwarding from 127.0.0.1:${port} -> 80\n`);
    expect(output).toMatch(/Welcome to nginx![^]*404 Not Found/);
  });

  test('edits, scales, restarts, undoes, waits, drains', async () => {
    expect(await cluster.type("KUBE_EDITOR='sed -i s/replicas:.1/replicas:\\ 2/' kubectl edit deploy web")).toBe('deployment.apps/web edited\n');
    expect(await cluster.type('kubectl rollout status deploy/web --timeout=60s')).toMatch(/successfully rolled out\n$/);
    expect(await cluster.type('kubectl set image deploy/web nginx=nginx:1.27 && kubectl rollout status deploy/web --timeout=60s && kubectl rollout undo deploy/web && kubectl rollout history deploy/web')).toMatch(/rolled back[^]*REVISION[^]*2[^]*3/);
    expect(await cluster.type('kubectl scale deploy web --replicas=3 && kubectl wait --for=jsonpath={.status.readyReplicas}=3 deploy/web --timeout=60s')).toMatch(/condition met\n$/);
    expect(await cluster.type('kubectl drain worker-1 --ignore-daemonsets --force --timeout=60s 2>&1 | tail -1; kubectl uncordon worker-1')).toBe('node/worker-1 drained\nnode/worker-1 uncordoned\n');
  });

  test('explains, describes, proxies', async () => {
    expect(await cluster.type('kubectl explain deploy.spec.replicas')).toMatch(/^GROUP: +apps\nKIND: +Deployment\nVERSION: +v1\n\nFIELD: replicas <integer>/);
    expect(await cluster.type('kubectl describe deploy web')).toMatch(/ScalingReplicaSet +\d+m /);
    const port = 40_000 + Math.floor(Math.random() * 20_000);
    expect(await cluster.type(`kubectl proxy --port ${port} & pid=$!; sleep 1; curl -s http://127.0.0.1:${port}/version | grep gitVersion; kill $pid`)).toContain('"gitVersion": "v1.36.3"');
  });
});
