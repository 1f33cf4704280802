import { expect, test } from 'vitest';
import { Kernel } from '../../kernel/index.ts';
import { Capture, Disk, ProcessTable, emptyInput } from '../../machine/index.ts';
import type { Sandbox } from '../../machine/index.ts';
import { Network, Stack } from '../../network/index.ts';
import { curlProgram, machineTools } from '../tools/toolset.ts';
import { imageCatalogue } from './catalogue.ts';
import type { WantedImage } from './catalogue.ts';
import { repositories } from './repositories.ts';

function wanted(name: string): WantedImage {
  const [repository = '', tag = 'latest'] = name.split(':');
  const parts = repository.split('/');
  const isDomain = (parts[0] ?? '').includes('.');
  const path = isDomain ? parts.slice(1).join('/') : parts.length === 1 ? `library/${repository}` : repository;
  return { domain: isDomain ? (parts[0] ?? '') : 'docker.io', path, tag };
}

/** A container of an image at an address of its own, and a client beside it. */
function start(name: string, options: { readonly command?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {}) {
  const answer = imageCatalogue.find(wanted(name));
  if (answer.verdict !== 'found') throw new Error(`${name}: ${answer.verdict}`);
  const { image } = answer;
  const kernel = new Kernel({ seed: 1 });
  const network = new Network(kernel);
  const host = network.addHost('worker', 'worker', '192.168.0.2');
  const client = network.addHost('client', 'client', '192.168.0.3');
  const files = new Disk(() => kernel.nowMs);
  image.fill(files);
  const processes: ProcessTable = new ProcessTable(() => sandbox, 1, { isNamespace: true });
  const sandbox: Sandbox = { name: 'pod/app', kernel, group: host.group.subgroup('app'), files, space: files.space, stack: new Stack(host, 'pod', '10.244.1.2'), hostname: 'pod-1', processes, findProgram: (program) => image.findProgram(program, files) };
  const stdout = new Capture();
  const stderr = new Capture();
  const argv = [...image.entrypoint, ...(options.command ?? image.command)];
  const program = sandbox.findProgram(argv[0] ?? '');
  if (!program) throw new Error(`${name}: no program ${argv[0] ?? ''}`);
  const child = processes.start({ program, argv, env: new Map(Object.entries({ ...image.env, ...options.env })), cwd: image.workingDirectory || '/', stdin: emptyInput, stdout, stderr });
  const clientTable: ProcessTable = new ProcessTable(() => clientSandbox);
  const clientSandbox: Sandbox = { name: 'client', kernel, group: client.group, files, space: files.space, stack: client.stack, hostname: 'client', processes: clientTable, findProgram: (program) => machineTools.get(program) };
  const pass = (ms: number): void => {
    kernel.run({ untilMs: kernel.nowMs + ms });
    if (kernel.failure) throw kernel.failure.error;
  };
  const run = (from: Sandbox, argv: readonly string[]): string => {
    const out = new Capture();
    const found = from.findProgram(argv[0] ?? '') ?? curlProgram;
    const asked = from.processes.start({ program: found, argv, env: new Map(), cwd: '/', stdin: emptyInput, stdout: out, stderr: out });
    pass(3_000);
    return `${out.text}${asked.status === 0 ? '' : `[${asked.status ?? 'runs'}]`}`;
  };
  pass(10_000);
  return { child, stdout, stderr, pass, processes, curl: (...args: readonly string[]) => run(clientSandbox, ['curl', '-sS', ...args]), inside: (...argv: readonly string[]) => run(sandbox, argv) };
}

test('nginx serves its page, logs who asked, and ends in order', () => {
  const { child, curl, stdout, stderr, processes, pass } = start('nginx:1.27');
  expect(curl('http://10.244.1.2/')).toContain('<title>Welcome to nginx!</title>');
  expect(curl('-o', '/dev/null', '-w', '%{http_code}\\n', 'http://10.244.1.2/none')).toBe('404\n');
  expect(stdout.text).toMatch(/192\.168\.0\.3 - - \[01\/Jan\/2026:00:00:\d\d \+0000\] "GET \/ HTTP\/1\.1" 200 615 "-" "curl\/8\.5\.0" "-"\n/);
  expect(stderr.text).toContain('open() "/usr/share/nginx/html/none" failed (2: No such file or directory)');
  processes.signal(1, 'SIGQUIT');
  pass(100);
  expect(child.status).toBe(0);
  expect(curl('http://10.244.1.2/')).toMatch(/^curl: \(7\) Failed to connect to 10\.244\.1\.2 port 80 after \d+ ms: Couldn't connect to server\n\[7\]$/);
});

test('kubia tells its host name and who asked', () => {
  const { curl, stdout } = start('luksa/kubia');
  expect(curl('http://10.244.1.2:8080')).toBe("You've hit pod-1\n");
  expect(stdout.text).toBe('Kubia server starting...\nReceived request from ::ffff:192.168.0.3\n');
});

test('mysql needs a password', () => {
  const { child, stderr } = start('mysql:8');
  expect(child.status).toBe(1);
  expect(stderr.text).toMatch(/Database is uninitialized and password option is not specified\n {4}You need to specify one of the following as an environment variable:\n {4}- MYSQL_ROOT_PASSWORD\n/);
  expect(start('mysql:8', { env: { MYSQL_ROOT_PASSWORD: 'x' } }).child.status).toBe(undefined);
});

test('redis keeps what it is told', () => {
  const { inside } = start('redis');
  expect(inside('redis-cli', 'PING')).toBe('PONG\n');
  expect(inside('redis-cli', 'SET', 'name', 'two words')).toBe('OK\n');
  expect(inside('redis-cli', 'GET', 'name')).toBe('two words\n');
  expect(inside('redis-cli', 'INCR', 'n')).toBe('1\n');
});

test.each([
  ['busybox ends at once', 'busybox', 0],
  ['a pause waits for ever', 'registry.k8s.io/pause:3.10', undefined],
  ['pi is computed', 'perl', 0],
])('%s', (_, name, status) => {
  const command = name === 'perl' ? ['perl', '-Mbignum=bpi', '-wle', 'print bpi(20)'] : undefined;
  const { child, stdout } = start(name, command ? { command } : {});
  expect(child.status).toBe(status);
  if (command) expect(stdout.text).toBe('3.1415926535897932384\n');
});

test.each([
  ['wangyanglinux/myapp:v2', 'http://10.244.1.2/', 'Hello MyApp | Version: v2 | <a href="hostname.html">Pod Name</a>\n'],
  ['wangyanglinux/myapp:v1', 'http://10.244.1.2/hostname.html', 'pod-1\n'],
  ['httpd:2.4', 'http://10.244.1.2/', '<html><body><h1>It works!</h1></body></html>\n'],
  ['gcr.io/google-samples/hello-app:1.0', 'http://10.244.1.2:8080/', 'Hello, world!\nVersion: 1.0.0\nHostname: pod-1\n'],
  ['k8s.gcr.io/hpa-example', 'http://10.244.1.2/', 'OK!'],
])('%s answers', (name, url, text) => {
  expect(start(name).curl(url)).toBe(text);
});

test('what is not there is not found', () => {
  expect(imageCatalogue.find(wanted('nginx:no-such-tag')).verdict).toBe('no-such-tag');
  expect(imageCatalogue.find(wanted('no-such-image')).verdict).toBe('no-such-repository');
  expect(imageCatalogue.find(wanted('registry.example.com/nginx')).verdict).toBe('failed');
});

test('every image can be started', () => {
  for (const name of Object.keys(repositories)) {
    const tag = ['latest', '1.0', 'v1', 'bookworm-v1.0.6'].find((candidate) => imageCatalogue.find({ ...wanted(name), tag: candidate }).verdict === 'found');
    const answer = imageCatalogue.find({ ...wanted(name), tag: tag ?? '' });
    if (answer.verdict !== 'found') throw new Error(`${name} has no tag`);
    const { image } = answer;
    const files = new Disk(() => 0);
    image.fill(files);
    const [first] = [...image.entrypoint, ...image.command];
    expect(first === undefined || image.findProgram(first, files) !== undefined, `${name} starts ${first ?? 'nothing'}`).toBe(true);
    expect(image.layers.length, name).toBeGreaterThan(0);
  }
});
