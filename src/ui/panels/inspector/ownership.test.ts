import { expect, test } from 'vitest';
import { ownersByLine } from './ownership.ts';

const yaml = `metadata:
  labels:
    app: web
  finalizers:
  - example.com/a
  - example.com/b
spec:
  replicas: 3
  template:
    spec:
      containers:
      - args:
        - one
        - two
        image: nginx
        name: web
      - name: side
`;

const manager = (name: string, fields: Readonly<Record<string, unknown>>) => ({ name, operation: 'Apply' as const, apiVersion: 'apps/v1', fields });

test('each line belongs to those who own its field: lists by their keys or values, atomic ones whole, structures to whoever owns them', () => {
  const owners = ownersByLine(yaml, [
    manager('kubectl', {
      'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} }, 'f:finalizers': { 'v:"example.com/b"': {} } },
      'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:args': {}, 'f:image': {}, 'f:name': {} } } } } },
    }),
    manager('hpa', { 'f:spec': { 'f:replicas': {}, 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { 'f:image': {} } } } } } }),
  ]);
  const said = yaml.trimEnd().split('\n').map((line, at) => `${(owners[at] ?? []).join('')}|${line.trim()}`);
  expect(said).toEqual([
    '|metadata:', '0|labels:', '0|app: web', '|finalizers:', '|- example.com/a', '0|- example.com/b',
    '|spec:', '1|replicas: 3', '|template:', '|spec:', '|containers:',
    '0|- args:', '0|- one', '0|- two', '01|image: nginx', '0|name: web', '|- name: side',
  ]);
});

test('without managers no line has an owner', () => {
  expect(ownersByLine('a: 1\n', [])).toEqual([[]]);
});
