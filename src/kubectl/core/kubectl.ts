// One run of kubectl: its flags, its files and streams, the server it talks to and what it knows of that server.

import { civilTime, DurationError, parseDuration, quote, twoDigits } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { joinPath } from '../../machine/index.ts';
import type { FileSystem, ProgramContext } from '../../machine/index.ts';
import type { Flags } from '../../programs/command-line/index.ts';
import { Api, parseServer } from './api.ts';
import type { Asker } from './api.ts';
import { makesClientFirst } from './client-first.ts';
import type { FoundCommand } from './command.ts';
import { discover } from './discovery.ts';
import type { Discovery } from './discovery.ts';
import { DiscoveryCache } from './discovery-cache.ts';
import { CommandError, RequestError } from './errors.ts';
import { inCluster } from './in-cluster.ts';
import { emptyKubeconfig, kubeconfigPaths, loadKubeconfig, resolveConnection } from './kubeconfig.ts';
import type { Connection, Kubeconfig } from './kubeconfig.ts';
import { RequestLog } from './request-log.ts';
import { askerOf, extraOf } from './user-entry.ts';

const timeoutText = 'Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)';

/** Errors, failures that end the run, information and warnings. */
type LogLevel = 'E' | 'F' | 'I' | 'W';

/** One run of kubectl. What it needs of the cluster it asks for once, when it is first needed. */
export class Kubectl {
  readonly context: ProgramContext;
  readonly flags: Flags;
  readonly found: FoundCommand;
  #config: Kubeconfig | undefined;
  #connection: Connection | undefined;
  #api: Api | undefined;
  #discovery: Discovery | undefined;
  #remembered: { readonly discovery: Discovery | undefined } | undefined;
  readonly #warned = new Set<string>();

  constructor(context: ProgramContext, found: FoundCommand, flags: Flags) {
    this.context = context;
    this.found = found;
    this.flags = flags;
  }

  get files(): FileSystem {
    return this.context.sandbox.files;
  }

  get nowMs(): number {
    return this.context.sandbox.kernel.nowMs;
  }

  /** The world's wall clock: what timestamps are compared with. */
  get wallMs(): number {
    return this.context.sandbox.kernel.wallMs;
  }

  *out(text: string): Process {
    if (text !== '') yield* this.context.stdout.write(text);
  }

  *err(text: string): Process {
    if (text !== '') yield* this.context.stderr.write(text);
  }

  /** Writes a line of the program's own log. */
  *log(level: LogLevel, place: string, text: string): Process {
    yield* this.err(`${this.logLine(level, place, text)}\n`);
  }

  /** A line of the program's own log: `W0102 15:04:05.000000      42 prune.go:71] …`. Upstream: klog */
  logLine(level: LogLevel, place: string, text: string): string {
    const { month, day, hour, minute, second, millisecond } = civilTime(this.wallMs);
    const micros = String(Math.floor(millisecond * 1000)).padStart(6, '0');
    return `${level}${twoDigits(month)}${twoDigits(day)} ${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}.${micros} ${String(this.context.pid).padStart(7)} ${place}] ${text}`;
  }

  /** Prints a warning once. */
  *warn(text: string): Process {
    if (this.#warned.has(text)) return;
    this.#warned.add(text);
    yield* this.err(`Warning: ${text}\n`);
  }

  /** How many warnings have been printed. */
  get warnings(): number {
    return this.#warned.size;
  }

  /** A path as this run's working directory sees it. */
  path(path: string): string {
    return joinPath(this.context.cwd, path);
  }

  get configPaths(): readonly string[] {
    return kubeconfigPaths(this.flags.text('kubeconfig'), this.context.env);
  }

  get config(): Kubeconfig {
    this.#config ??= loadKubeconfig(this.files, this.context.cwd, this.configPaths, this.flags.text('kubeconfig') !== '');
    return this.#config;
  }

  get connection(): Connection {
    if (this.#connection) return this.#connection;
    const given = (name: string): string => this.#globalFlag(name);
    const overrides = { server: given('server'), context: given('context'), cluster: given('cluster'), user: given('user') };
    const isBare = this.config === emptyKubeconfig && Object.values(overrides).every((override) => override === '');
    return (this.#connection = (isBare ? inCluster(this.files, this.context.env) : undefined) ?? resolveConnection(this.config, overrides, { clientFirst: this.isNamespaceEnforced || makesClientFirst(this.found.path, this.flags.has('raw') && this.flags.text('raw') !== '') }));
  }

  /** Who asks. */
  get asker(): Asker {
    const { flags, connection: { user = {}, userName, server } } = this;
    const impersonate = { user: flags.text('as'), groups: flags.list('as-group'), uid: flags.text('as-uid'), extra: extraOf(flags.list('as-user-extra')) };
    const given = (name: string): string => this.#globalFlag(name);
    const shown = { certificate: given('client-certificate'), key: given('client-key'), token: given('token'), username: given('username'), password: given('password'), impersonate };
    return askerOf({ name: userName, fields: user, flags: shown, files: this.files, directory: this.context.cwd, isSecure: server.startsWith('https:'), clusterProblems: this.#clusterProblems() });
  }

  #clusterProblems(): readonly string[] {
    const { authority, cluster } = this.connection;
    const path = this.#globalFlag('certificate-authority') || authority;
    return path === '' || this.files.exists(this.path(path)) ? [] : [`unable to read certificate-authority ${path} for ${cluster} due to open ${path}: no such file or directory`];
  }

  /** The namespace that requests are about. */
  get namespace(): string {
    const given = this.flags.text('namespace');
    if (given !== '') return given;
    const { namespace } = this.connection;
    return namespace === '' ? 'default' : namespace;
  }

  /** Whether the namespace was asked for on the command line, so that manifests may not name another. */
  get isNamespaceEnforced(): boolean {
    return this.flags.text('namespace') !== '';
  }

  get api(): Api {
    if (this.#api) return this.#api;
    const { connection, context } = this;
    this.#api = new Api({
      stack: context.sandbox.stack,
      server: parseServer(connection.server, (host) => this.#lookup(host)),
      asker: this.asker,
      timeoutMs: this.requestTimeoutMs,
      warn: (text) => this.warn(text),
      log: new RequestLog(this.flags.int('v'), (place, text) => this.log('I', place, text), this.configPaths.filter((path) => this.files.exists(this.path(path)))),
      clock: () => this.nowMs,
    });
    return this.#api;
  }

  /** Makes the client, so that whatever is wrong with the kubeconfig is told before the command looks at anything else. */
  connect(): Api {
    return this.api;
  }

  get requestTimeoutMs(): number {
    const given = this.flags.text('request-timeout');
    if (/^\d+$/.test(given)) return Number(given) * 1000;
    try {
      return parseDuration(given);
    } catch (error) {
      if (!(error instanceof DurationError)) throw error;
      throw new CommandError(timeoutText);
    }
  }

  /**
   * What the server serves. A server that cannot be reached is asked as often as the real kubectl's parts ask it, one after another.
   * Upstream: k8s.io/client-go discovery/cached/memory
   * @param attempts how many of them ask
   * @param suffices whether what is remembered of an earlier run has what is looked for; only if it has is the server not asked
   */
  *discovery(attempts = 2, suffices: (remembered: Discovery) => boolean = () => false): Process<Discovery> {
    const { cache } = this;
    const remembered = this.#discovery ? undefined : (this.#remembered ??= { discovery: cache.read(this.wallMs) }).discovery;
    if (remembered && suffices(remembered)) return remembered;
    for (let left = attempts; !this.#discovery; left--) {
      try {
        this.#discovery = yield* discover(this.api);
        if (this.#discovery.isWhole) cache.write(this.#discovery, this.wallMs);
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        if (attempts > 0) yield* this.log('E', 'memcache.go:265', `"Unhandled Error" err=${quote(`couldn't get current server API group list: Get ${quote(`${this.api.server.url}/api?timeout=32s`)}: ${error.cause.message}`)}`);
        if (left <= 1) throw error;
      }
    }
    return this.#discovery;
  }

  private get cache(): DiscoveryCache {
    return new DiscoveryCache({ files: this.files, folder: this.path(this.flags.text('cache-dir')), server: this.api.server.url });
  }

  /** A command's own flag (`create rolebinding --user`) hides the global one of that name. */
  #globalFlag(name: string): string {
    return this.found.command.flags?.some((flag) => flag.name === name) ? '' : this.flags.text(name);
  }

  #lookup(host: string): string | undefined {
    if (/^[\d.]+$/.test(host) || host.startsWith('[')) return host;
    const hosts = this.files.exists('/etc/hosts') ? this.files.read('/etc/hosts') : '';
    for (const line of hosts.split('\n')) {
      const [address = '', ...names] = (line.split('#')[0] ?? '').trim().split(/\s+/);
      if (names.includes(host)) return address;
    }
    return host === 'localhost' ? '127.0.0.1' : undefined;
  }
}
