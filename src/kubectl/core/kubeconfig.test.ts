import { describe, expect, test } from 'vitest';
import { makesClientFirst } from './client-first.ts';
import { CommandError, PlainError } from './errors.ts';
import { emptyKubeconfig, parseKubeconfig, resolveConnection } from './kubeconfig.ts';

const config = parseKubeconfig(`
apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: 'https://c:6443'}}]
contexts: [{name: main, context: {cluster: c, user: ann, namespace: team}}, {name: loose, context: {cluster: gone, user: gone}}]
users: [{name: ann, user: {token: t}}]
current-context: main
`);
const given = { server: '', context: '', cluster: '', user: '' };
const chosen = (overrides: Partial<typeof given>, clientFirst = false, from = config) => () => resolveConnection(from, { ...given, ...overrides }, { clientFirst });

describe('what a kubeconfig says of a run', () => {
  test('is that of the context, unless flags say otherwise', () => {
    expect(chosen({})()).toMatchObject({ server: 'https://c:6443', userName: 'ann', user: { token: 't' }, namespace: 'team', cluster: 'c' });
    expect(chosen({ server: 'https://other' })()).toMatchObject({ server: 'https://other', userName: 'ann' });
  });

  test('is nothing where the context names what is not there, and where there is none', () => {
    expect(chosen({ context: 'loose' })()).toMatchObject({ server: 'http://localhost:8080', userName: 'gone', user: undefined });
    expect(chosen({}, false, emptyKubeconfig)()).toMatchObject({ server: 'http://localhost:8080' });
  });

  test.each([
    [{ context: 'x' }, 'Error in configuration: context was not found for specified context: x'],
    [{ cluster: 'x' }, 'no server found for cluster "x"'],
    [{ user: 'x' }, 'auth info "x" does not exist'],
    [{ cluster: 'x', user: 'y' }, 'no server found for cluster "x"'],
    [{ context: 'x', cluster: 'y' }, 'Error in configuration: \n* context was not found for specified context: x\n* no server found for cluster "y"'],
  ])('%j is refused by whoever looks for the namespace first', (overrides, text) => {
    expect(chosen(overrides)).toThrow(text.startsWith('Error') ? new PlainError(text) : new CommandError(text));
  });

  test.each([
    [{ context: 'x' }, 'context "x" does not exist'],
    [{ cluster: 'x' }, 'cluster "x" does not exist'],
    [{ cluster: 'x', user: 'y' }, 'auth info "y" does not exist'],
    [{ context: 'x', cluster: 'y' }, 'context "x" does not exist'],
  ])('%j is refused in other words by whoever makes the client first', (overrides, text) => {
    expect(chosen(overrides, true)).toThrow(new CommandError(text));
  });

  test('a current context that is not there is told of by both alike', () => {
    const lost = { ...config, currentContext: 'lost' };
    for (const clientFirst of [false, true]) expect(chosen({}, clientFirst, lost)).toThrow(new PlainError('Error in configuration: context was not found for specified context: lost'));
  });
});

test('commands below others make their client first as those do, but for a few', () => {
  const first = ['apply', 'create', 'create configmap', 'certificate approve', 'top node', 'set env', 'auth can-i', 'cluster-info dump'];
  const later = ['get', 'top pod', 'set image', 'auth reconcile', 'create token', 'apply view-last-applied', 'delete', 'rollout status'];
  expect([...first, ...later].filter((path) => makesClientFirst(`kubectl ${path}`))).toEqual(first);
});
