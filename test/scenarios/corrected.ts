import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = 'test/manifests';
const files = readdirSync(folder).sort();

/** The names of the manifests: M01 to M14. */
export const manifestNames: readonly string[] = files.map((file) => file.slice(0, 3));

/** A manifest, byte for byte as it was written. */
export function asWritten(name: string): string {
  const file = files.find((each) => each.startsWith(name));
  if (file === undefined) throw new Error(`there is no manifest ${name}`);
  return readFileSync(join(folder, file), 'utf8');
}

const withSpaces = (text: string): string => text.replaceAll('\t', '  ');
const withNodeSelector = (text: string): string => text.replace('nodeSelceter', 'nodeSelector').replace('gpu: true', 'gpu: "true"');

/** What must be changed in each so that it means what its author meant; the others are right. */
const corrections: Readonly<Record<string, (text: string) => string>> = {
  M01: (text) => withSpaces(text)
    .replace('v1beta1', 'v1')
    .replace('Replicaset', 'ReplicaSet')
    .replace(/replicas: 3.*/, 'replicas: 3\n  selector: {matchLabels: {app: nginx}}'),
  // busybox's nslookup asks every search domain and fails when one of them has no such name: the full names end the waits.
  M02: (text) => withNodeSelector(text)
    .replace('-  name', '- name')
    .replace(/^ {5}(?=\w)/gm, '    ')
    .replace(/nslookup (\w+)/g, 'nslookup $1.default.svc.cluster.local'),
  M03: (text) => text.replace('kind: namespace', 'kind: Namespace'),
  M05: withSpaces,
  M06: withNodeSelector,
  M07: withSpaces,
  M10: (text) => text.replaceAll('33212', '30212'),
  M12: (text) => text
    .replace('extensions/v1beta1', 'networking.k8s.io/v1')
    .replace(/^ {2}http:[\s\S]*/m, (http) => http.replace(/^/gm, '  ').trimEnd())
    .replace(/serviceName: (\w+)\n +servicePort: 80/g, 'service: {name: $1, port: {number: 80}}')
    .replace(/(- path: .*)/g, '$1\n        pathType: Prefix'),
  M13: (text) => text.replace('helloNginx', 'hello-nginx'),
  // A part of a Pod: here it is put into one, whose containers share the volume.
  M14: (text) => `apiVersion: v1
kind: Pod
metadata: {name: dashboard}
spec:
  containers:
  - name: writer
    image: busybox
    command: [sh, -c, 'echo certificate > /certs/tls.crt; sleep 3600']
    volumeMounts: [{name: kubernetes-dashboard-certs, mountPath: /certs}]
  - name: reader
    image: busybox
    command: [sleep, '3600']
    volumeMounts: [{name: kubernetes-dashboard-certs, mountPath: /read}]
${text.split('\n').slice(0, 2).map((line) => `  ${line}`).join('\n')}
`,
};

/** A manifest as it should have been written. */
export function corrected(name: string): string {
  return (corrections[name] ?? ((text) => text))(asWritten(name));
}
