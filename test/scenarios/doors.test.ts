import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'orrery-doors-'));

/** A file that holds the text; its path. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Opens a door, as `npm run -s NAME -- ARGS` does. */
function open(door: string, args: readonly string[], input = ''): { readonly status: number | null; readonly told: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/door.mjs', door, ...args], { input, encoding: 'utf8' });
  return { status, told: stdout + stderr };
}

const pod = { metadata: { name: 'web' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };

test.each([
  ['session', ['--seed', 'seven'], /--seed seven is no whole number/],
  ['session', ['--files', join(folder, 'nowhere')], /--files .*nowhere: ENOENT/],
  ['session', ['--topology', file('t.yaml', 'workers: [{name: a, cpu: -1}]\n')], /t\.yaml: workers\[0\]\.cpu: -1 is no quantity above 0/],
  ['session', ['--topology', file('u.yaml', 'workers: [\n')], /u\.yaml: yaml: line /],
  ['session', ['--speed', '5'], /usage: session .*\n--speed: unknown/],
  ['schedule', [file('a.json', '{"nodes": [')], /schedule: not JSON: .*; a situation is one object such as/],
  ['schedule', [file('b.json', JSON.stringify({ nodes: [5], pod }))], /schedule: nodes\[0\]: 5 is no manifest/],
  ['schedule', [file('c.json', JSON.stringify({ nods: [], pod }))], /schedule: unknown field "nods"; known are nodes/],
  ['schedule', [file('d.json', JSON.stringify({ nodes: [{ metadata: { name: 'n' } }, { metadata: { name: 'n' } }], pod }))], /schedule: nodes\[1\]: there is a node n already/],
  ['schedule', [], /usage: npm run -s schedule -- FILE/],
  ['raft', [join(folder, 'nowhere')], /raft: ENOENT/],
  ['raft', [file('r', 'add-nodes 3 voters=(1\n----\n')], /raft: cannot parse directive: parentheses do not match/],
  ['swarm', ['--seeds', '5..1'], /usage: npm run swarm/],
  ['swarm', ['--seed', '1', '--fast'], /usage: npm run swarm/],
  ['bench', ['everything'], /bench: unknown everything; known are pods-100/],
] as const)('%s %j says what is wrong and ends', (door, args, message) => {
  const { status, told } = open(door, args);
  expect(told).toMatch(message);
  expect(told).not.toMatch(/^ +at /m);
  expect([1, 2]).toContain(status);
}, 30_000);

test('a conversation goes on after a command that cannot be', () => {
  const { status, told } = open('raft', [file('s', 'add-nodes 100000 voters=(1) index=2\n----\n\nexplode\n----\n\nadd-nodes 1 voters=(1) index=2\n----\n')]);
  expect(told).toContain('a conversation has at most 1000 nodes');
  expect(told).toContain('unknown command');
  expect(told).toContain('INFO 1 became follower at term 0');
  expect(status).toBe(0);
}, 30_000);

test('a session answers line for line, whatever comes', () => {
  const lines = ['{"run": "echo one"}', 'x'.repeat(1_000_000), '{"run": "echo \\"', '{"rum": "ls"}', `{"run": "echo ${'y'.repeat(200_000)} | wc -c"}`, '{"run": "echo two"}'];
  const { status, told } = open('session', [], `${lines.join('\n')}\n\n`);
  const answers = told.trim().split('\n').map((line) => JSON.parse(line) as { readonly output?: string; readonly error?: string });
  expect(answers.map(({ output, error }) => output ?? error?.slice(0, 9))).toEqual(['one\n', 'not JSON:', 'not JSON:', 'a line is', '200001\n', 'two\n']);
  expect(status).toBe(0);
}, 30_000);
