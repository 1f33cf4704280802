// Upstream: cri-tools, crictl
import { humanSize, spanText } from './crictl-texts.ts';
import type { Process } from '../../kernel/index.ts';
import type { Program, ProgramContext } from '../../machine/index.ts';
import type { ClusterNode } from '../../node/index.ts';

type RuntimePod = ClusterNode['runtime']['pods'] extends ReadonlyMap<string, infer Pod> ? Pod : never;
type Container = RuntimePod['running'][number];

/** `crictl ps|pods|images|logs|exec`: what a node's container runtime has. */
export function crictl(node: ClusterNode): Program {
  return function* (context) {
    const [verb = 'help', ...args] = context.argv.slice(1);
    switch (verb) {
      case 'ps': return yield* print(context, containerRows(node, context, args));
      case 'pods': return yield* print(context, podRows(node, context));
      case 'images':
      case 'img': return yield* print(context, imageRows(node));
      case 'logs': return yield* logs(node, context, args);
      case 'version':
        yield* context.stdout.write('Version:  0.1.0\nRuntimeName:  containerd\nRuntimeVersion:  v2.1.4\nRuntimeApiVersion:  v1\n');
        return 0;
      default:
        yield* context.stderr.write(`No help topic for '${verb}'\n`);
        return 3;
    }
  };
}

const shortId = (id: string): string => id.replace(/^.*sha256:/, '').slice(0, 13);

function ago(context: ProgramContext, ms: number | undefined): string {
  return ms === undefined ? '' : `${spanText(context.sandbox.kernel.nowMs - ms)} ago`;
}

function* containersOf(node: ClusterNode): Generator<readonly [RuntimePod, Container]> {
  for (const pod of node.runtime.pods.values()) for (const attempts of pod.containers.values()) for (const one of attempts) yield [pod, one];
}

function stateOf(container: Container): string {
  return container.exit ? 'Exited' : container.startedMs === undefined ? 'Created' : 'Running';
}

function containerRows(node: ClusterNode, context: ProgramContext, args: readonly string[]): readonly (readonly string[])[] {
  const isAll = args.some((arg) => /^-\w*a/.test(arg) || arg === '--all');
  const name = args[args.indexOf('--name') + 1];
  const shown = [...containersOf(node)]
    .filter(([, one]) => (isAll || one.isRunning) && (!args.includes('--name') || one.config.name.includes(name ?? '')))
    .sort(([, a], [, b]) => b.createdMs - a.createdMs);
  if (args.includes('-q') || args.includes('--quiet')) return shown.map(([, { id }]) => [id]);
  const rows = shown
    .map(([pod, one]) => [shortId(one.id), shortId(one.config.image.id), ago(context, one.createdMs), stateOf(one), one.config.name, String(one.config.attempt), shortId(pod.sandbox?.id ?? ''), pod.identity.name, pod.identity.namespace]);
  return [['CONTAINER', 'IMAGE', 'CREATED', 'STATE', 'NAME', 'ATTEMPT', 'POD ID', 'POD', 'NAMESPACE'], ...rows];
}

function podRows(node: ClusterNode, context: ProgramContext): readonly (readonly string[])[] {
  const newest = [...node.runtime.pods.values()].sort((a, b) => (b.sandbox?.createdMs ?? 0) - (a.sandbox?.createdMs ?? 0));
  const rows = newest.flatMap(({ identity, sandbox }) => (sandbox
    ? [[shortId(sandbox.id), ago(context, sandbox.createdMs), sandbox.isReady ? 'Ready' : 'NotReady', identity.name, identity.namespace, String(sandbox.attempt), '(default)']] : []));
  return [['POD ID', 'CREATED', 'STATE', 'NAME', 'NAMESPACE', 'ATTEMPT', 'RUNTIME'], ...rows];
}

function imageRows(node: ClusterNode): readonly (readonly string[])[] {
  const rows = node.inspect().images.map(({ name, id, sizeBytes }) => {
    const colon = name.lastIndexOf(':');
    return [name.slice(0, colon), name.slice(colon + 1), shortId(id), humanSize(sizeBytes)];
  });
  return [['IMAGE', 'TAG', 'IMAGE ID', 'SIZE'], ...rows.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))];
}

function* print(context: ProgramContext, rows: readonly (readonly string[])[]): Process<number> {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(20, ...rows.map((row) => (row[column] ?? '').length + 3)));
  for (const row of rows) yield* context.stdout.write(`${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('')}\n`);
  return 0;
}

function* logs(node: ClusterNode, context: ProgramContext, args: readonly string[]): Process<number> {
  const id = args.findLast((arg) => /^[0-9a-f]+$/.test(arg) && arg.length > 3);
  const tail = Number(/--tail[= ](\d+)/.exec(args.join(' '))?.[1] ?? Number.POSITIVE_INFINITY);
  const container = id === undefined ? undefined : [...containersOf(node)].map(([, one]) => one).find((one) => one.id.startsWith(id));
  if (!container) {
    yield* context.stderr.write(id === undefined ? 'ID cannot be empty\n' : `E: rpc error: code = NotFound desc = an error occurred when try to find container "${id}": not found\n`);
    return 1;
  }
  const { log } = container;
  for (let index = Math.max(log.first, log.end - tail); index < log.end; index++) {
    const line = log.line(index);
    if (line) yield* (line.stream === 'stdout' ? context.stdout : context.stderr).write(line.text);
  }
  return 0;
}
