import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixesFor, ingressBackends, tabsToSpaces } from './fixes.ts';
import { byCause, contents, fieldsOf, locate, splitPath } from './locate.ts';
import { nearest } from './nearest.ts';

const read = (name: string): string => readFileSync(new URL(`./examples/${name}.yaml`, import.meta.url), 'utf8');
const known = ['nodeSelector', 'nodeName', 'containers', 'serviceAccountName'];

describe('locate', () => {
  it('finds the line of an unknown field', () => {
    const text = read('documents/M06-pod-named-ports');
    const message = 'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.nodeSelceter"';
    expect(fieldsOf({ message, causes: [] })).toEqual(['spec.nodeSelceter']);
    expect(locate(text, { message, causes: [], document: 0 })).toMatchObject({ line: 8, column: 3, endColumn: 15 });
  });
  it('takes the line that a YAML error names', () => {
    const message = 'error converting YAML to JSON: yaml: line 4: found character that cannot start any token';
    expect(locate(read('documents/M01-replicaset-nginx-deployment'), { message, causes: [] }).line).toBe(4);
  });
  it('finds a field of the second document, and the deepest part that is there when it is missing', () => {
    const text = 'kind: A\nspec:\n  a: 1\n---\nkind: B\nspec:\n  ports:\n  - name: x\n';
    expect(locate(text, { message: '', document: 1, causes: [{ field: 'spec.ports[0].port', message: 'Required value' }] }).line).toBe(8);
  });
  it('reads paths with indexes and quoted keys', () => {
    expect(splitPath('spec.containers[0].ports[1].name')).toEqual(['spec', 'containers', 0, 'ports', 1, 'name']);
    expect(splitPath('data["a.b"]')).toEqual(['data', 'a.b']);
  });
  it('says what a file holds', () => {
    expect(contents(read('beginnings/deploy'))).toEqual(['Deployment web', 'Service web']);
  });
});

describe('byCause', () => {
  const refusal = { file: 'a.yaml', document: 0, message: '', causes: [] };
  it('puts each thing that is wrong where it belongs', () => {
    const text = 'metadata:\n  name: Shop\nspec:\n  replicas: -1\n';
    const causes = [{ field: 'metadata.name', message: 'Invalid value: "Shop"' }, { field: 'spec.replicas', message: 'Invalid value: -1' }];
    const parts = byCause({ ...refusal, message: 'The Deployment "Shop" is invalid: …', causes });
    expect(parts.map((part) => [part.message, locate(text, part).line])).toEqual([['metadata.name: Invalid value: "Shop"', 2], ['spec.replicas: Invalid value: -1', 4]]);
  });
  it('parts the fields of a strict decoding error', () => {
    const message = 'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.a", duplicate field "spec.b"';
    expect(byCause({ ...refusal, message }).flatMap((part) => fieldsOf(part))).toEqual(['spec.a', 'spec.b']);
  });
  it('leaves whole what has one cause or none that is named', () => {
    const whole = { ...refusal, message: 'Error from server (Forbidden): no' };
    expect(byCause(whole)).toEqual([whole]);
  });
});

describe('fixes', () => {
  it('puts two spaces for each tab', () => {
    expect(tabsToSpaces('a:\n\tb:\n\t\tc: 1')).toBe('a:\n  b:\n    c: 1');
  });
  it('makes M05 what was meant', () => {
    const text = read('documents/M05-service-two-ports');
    const [fix] = fixesFor(text, 'yaml: line 9: found a tab character that violates indentation', known);
    expect(fix?.id).toBe('tabs');
    expect(contents(fix?.apply(text) ?? '')).toEqual(['Service myservice']);
    expect(fix?.apply(text)).toContain('    protocol: TCP');
  });
  it('names the field that was meant', () => {
    const text = read('documents/M06-pod-named-ports');
    const [fix] = fixesFor(text, 'unknown field "spec.nodeSelceter"', known);
    expect(fix?.word).toBe('nodeSelector');
    expect(fix?.apply(text)).toContain('  nodeSelector:\n');
  });
  it('writes kind and version as they are served', () => {
    const [fix] = fixesFor('apiVersion: apps/v1beta1  \nkind: Replicaset \n', 'no matches for kind "Replicaset" in version "apps/v1beta1"', known);
    expect(fix?.apply('apiVersion: apps/v1beta1  \nkind: Replicaset \n')).toBe('apiVersion: apps/v1\nkind: ReplicaSet\n');
  });
  it('quotes what must be text', () => {
    const message = 'json: cannot unmarshal bool into Go struct field PodSpec.spec.nodeSelector of type string';
    const text = 'spec:\n  nodeSelector:\n    gpu: true\n  hostNetwork: true\n';
    expect(fixesFor(text, message, known)[0]?.apply(text)).toBe('spec:\n  nodeSelector:\n    gpu: "true"\n  hostNetwork: true\n');
  });
  it('lowers a name', () => {
    const text = read('documents/M13-pod-mynginx0');
    const message = 'spec.containers[0].name: Invalid value: "helloNginx": a lowercase RFC 1123 label must consist of';
    expect(fixesFor(text, message, known)[0]?.apply(text)).toContain('name: hellonginx');
  });
  it('brings a node port into the range of the server', () => {
    const message = 'The Service "s" is invalid: spec.ports[0].nodePort: Invalid value: 33212: provided port is not in the valid range. The range of valid ports is 30000-32767';
    expect(fixesFor('ports:\n- port: 80\n  nodePort: 33212\n', message, known)[0]?.apply('ports:\n- port: 80\n  nodePort: 33212\n')).toBe('ports:\n- port: 80\n  nodePort: 32212\n');
    expect(fixesFor('ports:\n- nodePort: 80\n', message.replace('33212', '80'), known)[0]?.word).toBe('30080');
  });
  it('aligns a key that is one column off', () => {
    const text = read('documents/M02-pod-init-containers');
    const [fix] = fixesFor(text, 'yaml: line 32: mapping values are not allowed in this context', known);
    expect(contents(fix?.apply(text) ?? '')).toEqual(['Pod myapp-pod']);
  });
  it('turns old Ingress backends into those of today', () => {
    const text = ingressBackends(read('documents/M12-ingress'));
    expect(text).toContain('name: nodeportservice');
    expect(text).toContain('pathType: Prefix');
    expect(text).toMatch(/^ {2}- host: app\.example\.com\n {4}http:/m);
  });
  it('gives a template the labels that its selector asks for, and leaves other documents alone', () => {
    const message = 'spec.template.metadata.labels: Invalid value: {"app":"shopp"}: `selector` does not match template `labels`';
    const deployment = (labels: string) => `kind: Deployment\nspec:\n  selector:\n    matchLabels:\n      app: shop\n      tier: front\n  template:\n    metadata:\n      labels:\n${labels}    spec: {}\n`;
    const other = '---\nkind: Service\nspec:\n  selector:\n    app: shopp\n';
    const text = deployment('        app: shopp\n        zone: a\n') + other;
    const [fix] = fixesFor(text, message, known);
    expect(fix?.word).toBe('app: shop, tier: front');
    expect(fix?.apply(text)).toBe(deployment('        tier: front\n        app: shop\n        zone: a\n') + other);
  });
  it('suggests nothing that is far', () => {
    expect(nearest('replicas', ['containers'])).toBeUndefined();
    expect(nearest('contianers', ['containers'])).toBe('containers');
  });
});
