import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readYaml } from '../base/index.ts';
import { kubeconfigText, writeKubeconfig } from './kubeconfig.ts';
import { readOptions } from './options.ts';

describe('the command line', () => {
  test('has a default for everything', () => {
    expect(readOptions([], {})).toEqual({
      topology: undefined, seed: 1, port: 8080, kubeconfig: undefined, speed: 1, tls: false, bind: '127.0.0.1', token: undefined,
    });
    expect(readOptions([], { TOPOLOGY: 'a.yaml' })).toMatchObject({ topology: 'a.yaml' });
  });

  test.each([
    [['--seed', 'x'], '--seed x is no whole number'],
    [['--port', '65536'], '--port 65536 is no port: 0 to 65535'],
    [['--speed', '0'], '--speed 0 is no number above 0, at most 10000'],
    [['--bind', '0.0.0.0'], '--bind 0.0.0.0 lets other machines in: say with --token what they must show'],
    [['--token', 'short'], '--token: at least 8 of the letters, digits and marks that a bearer token may have'],
    [['--colour', 'red'], /^Unknown option '--colour'.*\nusage: serve /s],
    [['--help'], /^usage: serve /],
  ])('%j is answered by what is wrong', (argv, words) => {
    expect(readOptions(argv, {})).toEqual(typeof words === 'string' ? words : expect.stringMatching(words));
  });
});

describe('the kubeconfig', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const text = kubeconfigText({ server: 'http://127.0.0.1:1', user: { token: 'a.b.c' } });

  test('says where the server is and who asks', () => {
    expect(readYaml(text)).toMatchObject({
      clusters: [{ name: 'kubernetes', cluster: { server: 'http://127.0.0.1:1', 'insecure-skip-tls-verify': true } }],
      users: [{ name: 'kubernetes-admin', user: { token: 'a.b.c' } }],
      'current-context': 'kubernetes-admin@kubernetes',
    });
  });

  test('is for its owner only, and written over its like', () => {
    const path = join(folder, 'a');
    expect([writeKubeconfig(path, text), writeKubeconfig(path, text)]).toEqual([undefined, undefined]);
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('leaves that of another cluster alone', () => {
    const path = join(folder, 'b');
    writeFileSync(path, 'current-context: production\n');
    expect(writeKubeconfig(path, text)).toContain('there is a kubeconfig of something else already');
    expect(readFileSync(path, 'utf8')).toBe('current-context: production\n');
    expect(writeKubeconfig(join(folder, 'no/such'), text)).toContain('ENOENT');
  });
});
