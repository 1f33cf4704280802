import '../provide.ts';
import { Kernel, race, sleep, timeout } from '../../kernel/index.ts';
import type { EventInput, ObjectMetaInput, Pod, PodInput, PodSpecInput } from '../../kinds/index.ts';
import type { Image, Program } from '../../machine/index.ts';
import { Network } from '../../network/index.ts';
import { createNode } from '../node.ts';
import type { ClusterNode, NodeOptions } from '../node.ts';
import type { ImageAnswer, ImageCatalogue } from '../runtime/image.ts';
import { FakeApi } from './fake-api.ts';

/** `sleep SECONDS`, as process 1 it does not hear SIGTERM. */
const sleepProgram: Program = function* (context) {
  yield* sleep(Number(context.argv[1] ?? 0) * 1000);
  return 0;
};

/** A server that answers every call with its own host name and ends with 0 at SIGTERM. */
const serverProgram: Program = function* (context) {
  const { sandbox } = context;
  context.traps.set('SIGTERM', () => undefined);
  sandbox.stack.serve({
    port: Number(context.env.get('PORT') ?? 80), name: sandbox.name, group: sandbox.group,
    *handler(exchange) {
      const path = (exchange.request as { readonly path?: string }).path ?? '/';
      const status = path === '/' || sandbox.files.exists(`/www${path}`) ? 200 : 404;
      return { kind: 'traffic', payload: { type: 'http.response', status, headers: { client: exchange.clientAddress }, body: sandbox.hostname } };
    },
  });
  yield* context.stdout.write('ready\n');
  yield* race([context.signalled, timeout(1e12)]);
  return 0;
};

/** `say TEXT… [exit CODE]`: prints a line and ends. */
const sayProgram: Program = function* (context) {
  const args = context.argv.slice(1);
  const code = args.at(-2) === 'exit' ? Number(args.at(-1)) : 0;
  yield* context.stdout.write(`${(args.at(-2) === 'exit' ? args.slice(0, -2) : args).join(' ')}\n`);
  yield* sleep(5);
  return code;
};

/** `until FILE`: runs until the file is there, and says so at SIGTERM. */
const untilProgram: Program = function* (context) {
  context.traps.set('SIGTERM', () => context.sandbox.files.append('/dev/termination-log', 'TERM\n'));
  for (;;) {
    const winner = yield* race([context.signalled, timeout(200)]);
    if (winner === 0 || context.sandbox.files.exists(context.argv[1] ?? '')) return 0;
  }
};

/** `touch FILE`, `cat FILE`, `env`, `eat BYTES`: what probes, hooks and tests use. */
const touchProgram: Program = function* (context) {
  context.sandbox.files.write(context.argv[1] ?? '', '');
  return 0;
};
const catProgram: Program = function* (context) {
  const path = context.argv[1] ?? '';
  if (!context.sandbox.files.exists(path)) {
    yield* context.stderr.write(`cat: can't open '${path}': No such file or directory\n`);
    return 1;
  }
  yield* context.stdout.write(context.sandbox.files.read(path));
  return 0;
};
const envProgram: Program = function* (context) {
  for (const [name, value] of context.env) yield* context.stdout.write(`${name}=${value}\n`);
  return 0;
};
const eatProgram: Program = function* (context) {
  context.sandbox.use?.set(context.pid, { memoryBytes: Number(context.argv[1]) });
  yield* sleep(3_600_000);
  return 0;
};
const doubleProgram: Program = function* () {
  for (let text = 'a'; ; text += text) if (text.length < 0) yield* sleep(1);
};
const writeProgram: Program = function* (context) {
  context.sandbox.files.write(context.argv[1] ?? '', context.argv[2] ?? '');
  return Number(context.argv[3] ?? 0);
};

/** `fail SECONDS CODE`: ends with the code after some seconds. */
const failProgram: Program = function* (context) {
  yield* sleep(Number(context.argv[1]) * 1000);
  return Number(context.argv[2]);
};

/** `copy FILE`: writes its input to a file and to its output. */
const copyProgram: Program = function* (context) {
  const text = yield* context.stdin.readAll();
  context.sandbox.files.write(context.argv[1] ?? '', text);
  yield* context.stdout.write(text);
  return 0;
};

const programs: Readonly<Record<string, Program>> = {
  sleep: sleepProgram, server: serverProgram, say: sayProgram, touch: touchProgram, cat: catProgram, env: envProgram,
  copy: copyProgram, double: doubleProgram, eat: eatProgram, until: untilProgram, fail: failProgram, write: writeProgram,
};

function image(name: string, sizeBytes: number): Image {
  return {
    digest: `sha256:${name.padEnd(64, '0')}`,
    layers: [{ digest: `layer-${name}`, sizeBytes }],
    entrypoint: [], command: name === 'web' ? ['server'] : ['sleep', '3600'], env: { IMAGE: name }, workingDirectory: '', user: '', exposedPorts: [],
    fill: (files) => files.makeDirectory('/bin'),
    findProgram: (program) => programs[program],
  };
}

/** Two images: `web:1` serves, `tools:1` sleeps. */
export const testImages: ImageCatalogue = {
  find({ path, tag }): ImageAnswer {
    const name = path.replace('library/', '');
    if (name !== 'web' && name !== 'tools') return { verdict: 'no-such-repository' };
    return tag === '1' ? { verdict: 'found', image: image(name, name === 'web' ? 5_000_000 : 1_000_000) } : { verdict: 'no-such-tag' };
  },
};

/** One API server and some nodes, for tests. */
export interface TestWorld {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly api: FakeApi;
  readonly nodes: readonly ClusterNode[];
  pass(ms: number): void;
  /** Runs until it holds; fails after the given virtual time. */
  until(holds: () => boolean, withinMs?: number): void;
  pod(name: string): Pod;
  run(name: string, spec: PodSpecInput, more?: ObjectMetaInput): Pod;
  /** What events say about an object, in order: `Reason Message`. */
  events(name: string): readonly string[];
}

/** Makes and starts a world; its nodes are `worker-1`, `worker-2`, … */
export function testWorld(options: { readonly nodes?: number; readonly seed?: number; readonly isStarted?: boolean; readonly node?: Partial<NodeOptions> } = {}): TestWorld {
  const kernel = new Kernel({ seed: options.seed ?? 1 });
  const network = new Network(kernel);
  const api = new FakeApi(kernel, network.addHost('control-plane', 'control-plane', '192.168.0.1'));
  for (const name of ['default', 'kube-system', 'kube-node-lease']) api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  const nodes = Array.from({ length: options.nodes ?? 1 }, (_, index) => createNode({
    kernel, host: network.addHost(`worker-${index + 1}`, 'worker', `192.168.0.${index + 11}`),
    servers: [{ address: '192.168.0.1', port: 6443 }], credentials: { kubelet: {}, proxy: {} },
    images: { catalogue: testImages, isSerial: true },
    capacity: { cpu: '4', memory: '8Gi', pods: '110' },
    podCIDR: `10.244.${index + 1}.0/24`, clusterDns: '10.96.0.10', version: 'v1.36.3', ...options.node,
  }));
  if (options.isStarted ?? true) for (const node of nodes) node.start();
  const world: TestWorld = {
    kernel, network, api, nodes,
    pass(ms) {
      kernel.run({ untilMs: kernel.nowMs + ms });
      if (kernel.failure) throw kernel.failure.error;
    },
    until(holds, withinMs = 60_000) {
      if (holds()) return;
      const end = kernel.run({ untilMs: kernel.nowMs + withinMs, condition: holds });
      if (kernel.failure) throw kernel.failure.error;
      if (end !== 'condition') throw new Error(`it did not come true within ${withinMs} ms: ${holds.toString()}`);
    },
    pod(name) {
      const pod = api.get('pods', `default/${name}`);
      if (!pod) throw new Error(`no Pod ${name}`);
      return pod as Pod;
    },
    run(name, spec, more = {}) {
      const input: PodInput = { apiVersion: 'v1', kind: 'Pod', metadata: { name, ...more }, spec: { nodeName: 'worker-1', ...spec } };
      return api.create(input) as Pod;
    },
    events(name) {
      return api.list('events').map((event) => event as unknown as EventInput)
        .filter((event) => event.involvedObject.name === name)
        .map((event) => `${event.reason ?? ''} ${event.message ?? ''}`);
    },
  };
  world.pass(1_000);
  return world;
}
