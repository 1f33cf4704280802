// One run of etcdctl: its flags, its streams, the members it talks to, and how it prints.
// Upstream: etcdctl/ctlv3/command/global.go

import { parseDuration } from '../../base/index.ts';
import { EtcdClient, EtcdError } from '../../etcd/index.ts';
import type { Endpoint, EtcdWatch } from '../../etcd/index.ts';
import type { Process } from '../../kernel/index.ts';
import { joinPath } from '../../machine/index.ts';
import type { ProgramContext } from '../../machine/index.ts';
import type { Flags } from '../command-line/flags.ts';
import type { Wish } from './commands/watch-stream.ts';
import { failureLog } from './client-log.ts';
import { endpointTexts, locate } from './endpoints.ts';
import { ExitError } from './exit.ts';
import { formText, formats } from './print/forms.ts';
import type { Forms } from './print/forms.ts';

/** One run of etcdctl. */
export class Etcdctl {
  readonly context: ProgramContext;
  readonly flags: Flags;

  constructor(context: ProgramContext, flags: Flags) {
    this.context = context;
    this.flags = flags;
  }

  get nowMs(): number {
    return this.context.sandbox.kernel.nowMs;
  }

  /** How long a command may take that is to be short. */
  get timeoutMs(): number {
    return parseDuration(this.flags.text('command-timeout'));
  }

  /** The name of the form that `-w` chose. */
  get format(): string {
    return this.flags.text('write-out');
  }

  /** Prints an answer in the form that was chosen. Throws ExitError when it has none. */
  print<Answer>(forms: Forms<Answer>, answer: Answer): Process {
    return this.out(formText(this.format, forms, answer, { isHex: this.flags.bool('hex') }));
  }

  *out(text: string): Process {
    if (text !== '') yield* this.context.stdout.write(text);
  }

  *err(text: string): Process {
    if (text !== '') yield* this.context.stderr.write(text);
  }

  /** A path as this run's working directory sees it. */
  path(path: string): string {
    return joinPath(this.context.cwd, path);
  }

  /** The endpoints as they were given. */
  get endpoints(): readonly string[] {
    return endpointTexts(this.flags);
  }

  /** A client of all endpoints, or of those named. */
  *client(texts: readonly string[] = this.endpoints): Process<EtcdctlClient> {
    if (!formats.includes(this.format)) throw new ExitError('badFeature', 'unsupported output format');
    if (texts.length === 0) throw new ExitError('badConnection', 'etcdclient: no available endpoints');
    return new EtcdctlClient(this, texts, yield* locate(this.context, texts));
  }

  /** Runs what asks etcd; what etcd refuses ends the run. */
  *ask<Result>(body: Process<Result>, exit: (error: EtcdError) => ExitError = (error) => new ExitError('error', error.message)): Process<Result> {
    try {
      return yield* body;
    } catch (error) {
      if (error instanceof EtcdError) throw exit(error);
      throw error;
    }
  }
}

/** A client that writes down what fails, as etcd's does. */
export class EtcdctlClient {
  readonly etcd: EtcdClient;
  private readonly etcdctl: Etcdctl;
  private readonly texts: readonly string[];

  constructor(etcdctl: Etcdctl, texts: readonly string[], located: readonly Endpoint[]) {
    this.etcdctl = etcdctl;
    this.texts = texts;
    this.etcd = new EtcdClient({ stack: etcdctl.context.sandbox.stack, endpoints: located, timeoutMs: etcdctl.timeoutMs, waitsForConnection: true });
  }

  /** One call, under its name in etcd's interface: `KV/Range`. Throws EtcdError. */
  *call<Result>(method: string, body: Process<Result>, logger = 'etcd-client'): Process<Result> {
    try {
      return yield* body;
    } catch (error) {
      if (error instanceof EtcdError) yield* this.etcdctl.err(failureLog(this.etcdctl.context, { logger, method, error, first: this.texts[0] ?? '', endpoint: this.etcd.endpoint }));
      throw error;
    }
  }

  /** Opens a watch that ends when the member that serves it has no leader. */
  open({ range, startRevision, prevKv, progressNotify }: Wish): EtcdWatch {
    return this.etcd.watch({ ...range, startRevision, prevKv, progressNotify, requireLeader: true }, { endsWithoutLeader: true });
  }

  /** One call whose refusal ends the run. */
  ask<Result>(method: string, body: Process<Result>, exit?: (error: EtcdError) => ExitError): Process<Result> {
    return this.etcdctl.ask(this.call(method, body), exit);
  }
}
