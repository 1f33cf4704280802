// What is typed at the real kubectl and at ours is answered alike, letter for letter.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Session, createWorld, readTopology } from '../../src/cluster/index.ts';
import { missing, startCluster } from './support.ts';
import type { Cluster } from './support.ts';

/** Both have these, and the files. */
const setup = `
kubectl create configmap conf --from-literal=a=1 --from-literal=b=2
kubectl create serviceaccount robot
kubectl create role reader --verb=get,list --resource=pods
kubectl create rolebinding jane --role=reader --user=jane
kubectl create quota small --hard=configmaps=20
kubectl create service clusterip web --tcp=80
cat > conf.yaml <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: conf, labels: {app: a}}
data: {a: "2", c: "3"}
END
cat > pair.yaml <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: one, labels: {set: p}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: two, labels: {set: q}}
END
cat > wrong.yaml <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: wrong}
colour: red
END
cat > kc <<'END'
clusters:
- {name: c1, cluster: {server: "https://one:6443", certificate-authority-data: YWJj}}
contexts:
- {name: x1, context: {cluster: c1, user: u1, namespace: ns1}}
current-context: x1
users:
- {name: u1, user: {token: abc}}
END
cat > kustomization.yaml <<'END'
resources: [conf.yaml]
namePrefix: my-
configMapGenerator:
- {name: made, literals: [a=b]}
END
`;

/** Command lines whose answers hold no times, no random names and no addresses. */
const typed = `
kubectl get configmap conf -o name
kubectl get cm conf nope -o name
kubectl get nope
kubectl get cm -l 'a in ('
kubectl get cm --field-selector metadata.name=conf -o jsonpath='{.items[*].data}'
kubectl get -f pair.yaml -l set=p
kubectl create -f pair.yaml -l 'set in (p)' --dry-run=client
kubectl create configmap conf --from-literal=a=1
kubectl create pdb p --selector='app in (web),!x' --max-unavailable=1 --dry-run=client -o jsonpath='{.spec}'
kubectl create token robot --bound-object-kind=Foo --bound-object-name=x
kubectl apply -f conf.yaml --dry-run=client
kubectl apply -f wrong.yaml
kubectl apply -f conf.yaml --prune -l app=a --all
kubectl apply -f conf.yaml --force-conflicts
kubectl apply -k . --dry-run=server
kubectl apply -f nothing.yaml
kubectl apply view-last-applied cm/conf
kubectl delete cm conf --now --force
kubectl delete cm conf --cascade=maybe
kubectl delete cm conf -i
kubectl delete -f pair.yaml -l none
kubectl replace -f conf.yaml --force --dry-run=client
kubectl patch cm conf -p '{"data":{"a":1}}'
kubectl patch -f conf.yaml --local --type=json -p '[{"op":"add","path":"/data/j","value":"k"}]' -o yaml
kubectl patch cm conf --type=json -p '[{"op":"test","path":"/data/a","value":"q"}]'
kubectl wait cm conf --for=jsonpath='{.data.a}'=1
kubectl wait cm conf --for=condition=Ready --timeout=0
kubectl label cm conf a=b c- --dry-run=server
kubectl annotate cm conf 'A B=c'
kubectl set selector svc web 'a!=b'
kubectl auth can-i delete pods --as jane
kubectl auth can-i --list --as jane
kubectl auth whoami --as jane -o jsonpath='{.status.userInfo}'
kubectl auth reconcile -f conf.yaml
kubectl describe quota small
kubectl explain configmap.data
kubectl config view --kubeconfig=kc -o json
kubectl config view --kubeconfig=kc --minify --context=none
kubectl config set --kubeconfig=kc users.u1.tokenFile t && cat kc
kubectl config unset --kubeconfig=kc contexts.x1.namespace && kubectl config get-contexts --kubeconfig=kc
kubectl kustomize .
kubectl scale deploy/none --replicas=2
kubectl rollout status deploy/none
kubectl taint node worker-1 a=b:Foo
kubectl certificate approve none
kubectl alpha
kubectl foo
`;

/** Lines, with what is typed into a file beside the line that makes it. */
const lines = (text: string): readonly string[] => text.trim().split(/\n(?=kubectl |cat )/);

describe.skipIf(missing !== undefined)('both say alike to', { timeout: 60_000 }, () => {
  let theirs: Cluster;
  let ours: Session;
  beforeAll(async () => {
    theirs = await startCluster();
    ours = new Session(createWorld({ topology: readTopology({ workers: [{ name: 'worker-1' }, { name: 'worker-2' }] }), seed: 1 }));
    ours.boot();
    for (const line of lines(setup)) expect(ours.answer({ run: line })).toMatchObject({ status: 0 });
    await theirs.type(setup);
  }, 90_000);
  afterAll(() => theirs.end());

  test.each(lines(typed))('%s', async (line) => {
    const command = `( ${line} ) 2>&1 < /dev/null; echo "[exit $?]"`;
    const real = await theirs.type(command);
    expect(ours.answer({ run: command })).toMatchObject({ output: real.replaceAll(theirs.folder, '/root') });
  });
});
