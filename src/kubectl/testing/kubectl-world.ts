// A workstation and a server whose answers a test decides: for tests of kubectl's own words and requests.

import { Kernel } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { ApiCall, ApiReply, ApiRequest, Status } from '../../kinds/index.ts';
import { Capture, Disk, ProcessTable, textInput } from '../../machine/index.ts';
import type { Program, Sandbox } from '../../machine/index.ts';
import { Network } from '../../network/index.ts';
import type { Exchange, Reply } from '../../network/index.ts';
import { kubectl } from '../program.ts';

/** What the server gives: a body, or a reply with a code and warnings. */
export type Answer = (request: ApiRequest) => unknown;

/** A failure as the server tells it. */
export function failure(code: number, reason: string, message: string, details: Status['details'] = {}): Status {
  return { apiVersion: 'v1', kind: 'Status', metadata: {}, status: 'Failure', code, reason, message, details };
}

const resource = (name: string, kind: string, shortNames: readonly string[], namespaced = true) => ({
  resource: name, responseKind: { kind }, scope: namespaced ? 'Namespaced' : 'Cluster', singularResource: kind.toLowerCase(), verbs: ['get', 'list', 'watch', 'patch'], shortNames, categories: name === 'pods' ? ['all'] : [],
});

const core = {
  kind: 'APIGroupDiscoveryList',
  items: [{ metadata: {}, versions: [{ version: 'v1', resources: [resource('configmaps', 'ConfigMap', ['cm']), resource('nodes', 'Node', ['no'], false), resource('pods', 'Pod', ['po']), resource('services', 'Service', ['svc'])] }] }],
};
const groups = { kind: 'APIGroupDiscoveryList', items: [{ metadata: { name: 'apps' }, versions: [{ version: 'v1', resources: [resource('deployments', 'Deployment', ['deploy']), resource('replicasets', 'ReplicaSet', ['rs'])] }] }] };

/** The result of one command. */
export interface Result {
  readonly out: string;
  readonly err: string;
  readonly status: number;
}

/** A world with one workstation and one server. */
export class KubectlWorld {
  readonly kernel = new Kernel({ seed: 1 });
  readonly files = new Disk(() => this.kernel.nowMs);
  /** What was asked, discovery left out. */
  readonly requests: ApiRequest[] = [];
  /** How often it was asked what there is. */
  discoveries = 0;
  readonly programs = new Map<string, Program>();
  readonly env = new Map([['HOME', '/root']]);
  answer: Answer = () => failure(404, 'NotFound', 'the server could not find the requested resource');
  readonly #table: ProcessTable;

  constructor(isServing = true) {
    const network = new Network(this.kernel);
    const server = network.addHost('control-plane', 'control-plane', '10.0.0.10');
    const workstation = network.addHost('workstation', 'workstation', '10.0.0.9');
    this.files.makeDirectory('/root/.kube', { parents: true });
    this.files.write('/root/.kube/config', 'clusters: [{name: c, cluster: {server: "https://10.0.0.10:6443"}}]\nusers: [{name: me, user: {token: mine}}]\ncontexts: [{name: a, context: {cluster: c, user: me}}]\ncurrent-context: a\n');
    if (isServing) server.stack.serve({ port: 6443, name: 'server', group: server.group, handler: (exchange) => this.#serve(exchange) });
    const sandbox: Sandbox = {
      name: 'workstation', kernel: this.kernel, group: workstation.group, files: this.files, space: this.files.space, stack: workstation.stack, hostname: 'workstation',
      get processes() {
        return table;
      },
      findProgram: (name) => this.programs.get(name),
    };
    const table = new ProcessTable(() => sandbox);
    this.#table = table;
  }

  *#serve(exchange: Exchange): Process<Reply> {
    const { request } = exchange.request as ApiCall;
    const found = request.type === 'path' && request.accept === 'discovery' ? (request.path === '/api' ? core : groups) : undefined;
    if (!found) this.requests.push(request);
    else if (request.type === 'path' && request.path === '/api') this.discoveries++;
    const body = found ?? this.answer(request);
    const payload: ApiReply = isReply(body) ? body : { type: 'api.reply', code: codeOf(body), body, warnings: [] };
    return { kind: 'response', payload };
  }

  /** Runs a command line to its end. */
  run(line: string | readonly string[], input = ''): Result {
    const argv = typeof line === 'string' ? line.split(' ') : line;
    const stdout = new Capture();
    const stderr = new Capture();
    const child = this.#table.start({ program: kubectl, argv: ['kubectl', ...argv], env: this.env, cwd: '/root', stdin: textInput(input), stdout, stderr });
    this.kernel.run({ untilMs: this.kernel.nowMs + 600_000, condition: () => child.status !== undefined });
    if (this.kernel.failure) throw this.kernel.failure.error;
    return { out: stdout.text, err: stderr.text, status: child.status ?? -1 };
  }
}

const isReply = (body: unknown): body is ApiReply => typeof body === 'object' && body !== null && 'type' in body && body.type === 'api.reply';
const codeOf = (body: unknown): number => (typeof body === 'object' && body !== null && 'status' in body && body.status === 'Failure' && 'code' in body ? Number(body.code) : 200);
