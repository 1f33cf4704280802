import { expect, test } from 'vitest';
import '../../kinds/provide.ts';
import { Disk } from '../../machine/index.ts';
import { nameOf, textAt } from '../core/object.ts';
import { buildDirectory } from './build.ts';

function disk(files: Readonly<Record<string, string>>): Disk {
  const made = new Disk(() => 0);
  for (const [path, text] of Object.entries(files)) {
    made.makeDirectory(path.slice(0, path.lastIndexOf('/')), { parents: true });
    made.write(path, text);
  }
  return made;
}

const base = {
  '/base/kustomization.yaml': 'resources: [web.yaml]\nlabels: [{pairs: {team: shop}, includeSelectors: true}]\nconfigMapGenerator: [{name: settings, literals: [colour=blue]}]\nimages: [{name: nginx, newTag: "1.27"}]\n',
  '/base/web.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 1\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: web, image: nginx, envFrom: [{configMapRef: {name: settings}}]}]}\n',
};

test('a base labels its objects and points them to the generated name', () => {
  const [settings, web] = buildDirectory(disk(base), '/base').objects;
  expect(nameOf(settings)).toBe('settings-6g6gd9868f'); // as the real one calls it
  expect(web).toMatchObject({
    metadata: { labels: { team: 'shop' } },
    spec: { selector: { matchLabels: { app: 'web', team: 'shop' } }, template: { spec: { containers: [{ image: 'nginx:1.27', envFrom: [{ configMapRef: { name: nameOf(settings) } }] }] } } },
  });
});

test('the same contents give the same name, other contents another', () => {
  const [first] = buildDirectory(disk(base), '/base').objects;
  const [again] = buildDirectory(disk(base), '/base').objects;
  const [other] = buildDirectory(disk({ ...base, '/base/kustomization.yaml': base['/base/kustomization.yaml'].replace('blue', 'red') }), '/base').objects;
  expect(nameOf(again)).toBe(nameOf(first));
  expect(nameOf(other)).not.toBe(nameOf(first));
});

test('an overlay renames, scales, patches and puts into a namespace', () => {
  const files = disk({
    ...base,
    '/over/kustomization.yaml': 'resources: [../base]\nnamePrefix: prod-\nnamespace: prod\nreplicas: [{name: web, count: 3}]\npatches:\n- target: {kind: Deployment, name: web}\n  patch: |-\n    - {op: add, path: /spec/paused, value: true}\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web}\n    spec: {template: {spec: {containers: [{name: side, image: busybox}]}}}\n',
  });
  const [settings, web] = buildDirectory(files, '/over').objects;
  expect(textAt(web, 'metadata', 'namespace')).toBe('prod');
  expect(web).toMatchObject({ metadata: { name: 'prod-web' }, spec: { replicas: 3, paused: true, template: { spec: { containers: [{ name: 'side' }, { name: 'web', envFrom: [{ configMapRef: { name: nameOf(settings) } }] }] } } } });
});

test('a directory without a kustomization says so', () => {
  expect(() => buildDirectory(disk({ '/a/x.yaml': '' }), '/a')).toThrow("unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '/a'");
});

test('a kustomization that leads back to itself says so, and so do objects that are there twice', () => {
  expect(() => buildDirectory(disk({ '/a/kustomization.yaml': 'resources: [../a]\n' }), '/a')).toThrow("cycle detected: candidate root '/a' contains visited root '/a'");
  expect(() => buildDirectory(disk({ ...base, '/two/kustomization.yaml': 'resources: [../base, ../base]\n' }), '/two')).toThrow('may not add resource with an already registered id: Deployment.v1.apps/web.[noNs]');
});

test('values are copied from field to field, and made where that is wanted', () => {
  const rule = 'replacements:\n- source: {kind: Deployment, fieldPath: "spec.template.spec.containers.[name=web].image", options: {delimiter: ":", index: 1}}\n  targets:\n  - {select: {kind: Deployment}, fieldPaths: [metadata.annotations.version], options: {create: true}}\n';
  const { objects } = buildDirectory(disk({ ...base, '/copy/kustomization.yaml': `resources: [../base]\n${rule}` }), '/copy');
  expect(objects[1]).toMatchObject({ metadata: { annotations: { version: '1.27' } } });
});

const small = (kustomization: string) => disk({
  '/k/kustomization.yaml': `resources: [all.yaml]\n${kustomization}`,
  '/k/all.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata: {answer: yes}\n---\napiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {uses: conf, list: [{name: a}, {name: b}], text: "$(ANSWER)!"}\n',
});

test('words such as yes are texts in what a kustomization reads', () => {
  const [conf] = buildDirectory(small(''), '/k').objects;
  expect(conf).toMatchObject({ data: { answer: 'yes' } });
});

test('labels go to the fields that they name, at every item of a list', () => {
  const [, widget] = buildDirectory(small('labels: [{pairs: {a: b}, fields: [{path: spec/list/labels, kind: Widget, create: true}]}]\n'), '/k').objects;
  expect(widget).toMatchObject({ metadata: { labels: { a: 'b' } }, spec: { list: [{ name: 'a', labels: { a: 'b' } }, { name: 'b', labels: { a: 'b' } }] } });
});

test('names of custom objects follow where a configuration says so, and variables are put in', () => {
  const files = small('namePrefix: p-\nconfigurations: [c.yaml]\nvars: [{name: ANSWER, objref: {apiVersion: v1, kind: ConfigMap, name: conf}, fieldref: {fieldpath: data.answer}}]\n');
  files.write('/k/c.yaml', 'nameReference: [{kind: ConfigMap, fieldSpecs: [{path: spec/uses, kind: Widget}]}]\nvarReference: [{path: spec/text, kind: Widget}]\n');
  const [, widget] = buildDirectory(files, '/k').objects;
  expect(widget).toMatchObject({ metadata: { name: 'p-w' }, spec: { uses: 'p-conf', text: 'yes!' } });
});

test('transformers that are built in act after all else', () => {
  const [conf] = buildDirectory(small('namePrefix: a-\ntransformers: ["apiVersion: builtin\\nkind: SuffixTransformer\\nmetadata: {name: x}\\nsuffix: -z\\nfieldSpecs: [{path: metadata/name, kind: ConfigMap}]"]\n'), '/k').objects;
  expect(nameOf(conf)).toBe('a-conf-z');
});

test.each([
  ['namePrefix: 5', 'invalid Kustomization: json: cannot unmarshal number into Go struct field Kustomization.namePrefix of type string'],
  ['patches: [{target: {kind: 5}}]', 'invalid Kustomization: json: cannot unmarshal number into Go struct field Selector.patches.target.ResId.Gvk.kind of type string'],
  ['kind: Deployment', 'Failed to read kustomization file under /k:\nkind should be Kustomization or Component'],
])('a kustomization with %s is refused', (line, why) => {
  expect(() => buildDirectory(small(`${line}\n`), '/k')).toThrow(why);
});
