import { expect, test } from 'vitest';
import { KubectlWorld } from '../testing/kubectl-world.ts';

const world = new KubectlWorld();
world.answer = () => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ image: 'a' }, { image: 'b' }] } });

test('a column shows all that its path finds, and what finds nothing shows <none>', () => {
  expect(world.run('get pod web -o custom-columns=NAME:.metadata.name,IMAGES:.spec.containers[*].image,NODE:{.spec.nodeName}').out).toBe('NAME   IMAGES   NODE\nweb    a,b      <none>\n');
});

test('a column that cannot be followed ends the run behind the headers', () => {
  expect(world.run('get pod web -o custom-columns=NAME:.metadata.name,THIRD:.spec.containers[2].image')).toMatchObject({ status: 1, out: 'NAME   THIRD\n', err: 'error: array index out of bounds: index 2, length 2\n' });
});

test('as JSON, each path of a template is a list of its own, again for each that a range goes through', () => {
  expect(world.run("get pod web -o jsonpath-as-json={range.spec.containers[*]}{.image}{end}{.nothing}").out).toBe('[\n    "a"\n]\n[\n    "b"\n]\n[]\n');
});

test('the headers stand before what is wrong with a path, but not before what is no path at all', () => {
  expect(world.run('get pod web -o custom-columns=NAME:.metadata.name,BAD:.spec.x[')).toMatchObject({ status: 1, out: 'NAME   BAD\n', err: 'error: unterminated array\n' });
  expect(world.run('get pod web -o custom-columns=NAME:.metadata.name,BAD:{.spec.x')).toMatchObject({ status: 1, out: '' });
});
