import { FewMap } from '../base/index.ts';
import { Mailbox } from '../kernel/index.ts';
import type { Eventually, Process, ProcessGroup } from '../kernel/index.ts';
import { call } from './call.ts';
import { Connection, connect } from './connection.ts';
import type { Host } from './host.ts';
import type { CallOptions, Exchange, Reply } from './exchange.ts';
import { Flight } from './flight.ts';
import type { Receiver } from './flight.ts';
import { Packet } from './packet.ts';
import type { MessageKind } from './packet.ts';
import type { Path } from './path.ts';
import { Socket } from './socket.ts';

/** Answers one request: at once, or by a process of its own. */
export type CallHandler = (exchange: Exchange) => Eventually<Reply | undefined>;

/** What stands at a TCP port: a server of calls, or a queue of accepted connections. */
export interface Listener {
  readonly port: number;
  readonly name: string;
  readonly group: ProcessGroup;
  readonly handler: CallHandler | undefined;
  readonly accepted: Mailbox<Connection> | undefined;
  /** What it has begun to answer, and connections; made when first needed: most servers answer at once. */
  open: Set<Exchange | Connection> | undefined;
  close(): void;
}

/** What stands at a UDP port. */
interface DatagramInbox {
  push(packet: Packet): void;
  close(): void;
}

/** Addresses and ports of one network namespace: a machine's own, or a Pod's on a machine. */
export class Stack implements Receiver {
  readonly host: Host;
  readonly name: string;
  readonly address: string;
  isUp = true;
  private readonly listeners = new FewMap<number, Listener>();
  /** Made when first needed: a Pod's stack seldom takes datagrams. */
  private bound: Map<number, DatagramInbox> | undefined = undefined;
  /** The last path to each machine, to be used again. */
  private paths: Map<string, Path> | undefined;

  constructor(host: Host, name: string, address: string) {
    this.host = host;
    this.name = name;
    this.address = address;
    host.network.attach(this);
  }

  /** Both the namespace and its machine run. */
  get isReachable(): boolean {
    return this.isUp && this.host.isUp;
  }

  /** The last path that was found to a machine. Used by the network, which sees whether it still holds. */
  knownPath(address: string): Path | undefined {
    return this.paths?.get(address);
  }

  notePath(path: Path): void {
    (this.paths ??= new Map()).set(path.address, path);
  }

  listenerAt(port: number): Listener | undefined {
    return this.listeners.get(port);
  }

  /** Ports with something behind them, ascending. */
  get listening(): readonly Listener[] {
    return [...this.listeners.values()].sort((a, b) => a.port - b.port);
  }

  /**
   * Serves calls: for each request `handler` is asked, and what takes it time runs in a process of `group`. With `upgrades` the port takes connections as well
   * (exec, attach, port-forward), which stand in `accepted`. Throws when the port is taken.
   */
  serve(options: {
    readonly port: number;
    readonly name: string;
    readonly group: ProcessGroup;
    readonly handler: CallHandler;
    readonly upgrades?: boolean;
  }): Listener {
    const { port, name, group, handler } = options;
    return this.addListener({ port, name, group, handler, accepted: options.upgrades ? this.newAccepted(port) : undefined });
  }

  /** Accepts connections: they stand in `accepted`. Throws when the port is taken. */
  listen(options: { readonly port: number; readonly name: string; readonly group: ProcessGroup }): Listener & { readonly accepted: Mailbox<Connection> } {
    const accepted = this.newAccepted(options.port);
    return { ...this.addListener({ ...options, accepted, handler: undefined }), accepted };
  }

  /** One request and its answer. Throws NetworkError. */
  call(options: CallOptions): Process<Reply> {
    return call(this, options, whole);
  }

  /** One request, and what `read` makes of its answer. Throws NetworkError, and what `read` throws. */
  ask<Result>(options: CallOptions, read: (reply: Reply) => Result): Process<Result> {
    return call(this, options, read);
  }

  /** Opens a connection. Throws NetworkError. */
  connect(to: { readonly address: string; readonly port: number; readonly timeoutMs?: number }): Process<Connection> {
    return connect(this, to);
  }

  /** Datagrams to this port stand in the mailbox. Throws when the port is taken. */
  bind(port: number, group: ProcessGroup): Mailbox<Packet> {
    this.checkFree(port);
    const mailbox = new Mailbox<Packet>(this.host.network.kernel, `datagrams on :${port}`, 4096);
    (this.bound ??= new Map()).set(port, mailbox);
    group.onKill(() => this.unbind(port, mailbox));
    return mailbox;
  }

  /** Whether somebody takes datagrams at the port. */
  isBound(port: number): boolean {
    return this.bound?.has(port) ?? false;
  }

  unbind(port: number, inbox: DatagramInbox): void {
    if (this.bound?.get(port) === inbox) this.bound.delete(port);
    inbox.close();
  }

  /** Datagrams to this port are taken at once, by a function. Throws when the port is taken. */
  open(port: number, group: ProcessGroup, take: (packet: Packet) => void): Socket {
    this.checkFree(port);
    const socket = new Socket(this, this.host.componentOf(group), take);
    (this.bound ??= new Map()).set(port, socket);
    group.onKill(() => this.unbind(port, socket));
    return socket;
  }

  /** Sends a datagram; whether it arrives nobody says. `client` names the component; without it, it is the one that runs now. */
  send(address: string, port: number, kind: MessageKind, payload: unknown, client?: string): void {
    const { network } = this.host;
    const path = network.routes.find(this, address, port, 'UDP', client);
    if (path.verdict === 'to') network.transmit(new Flight(new Packet(path, kind, payload), path.to), 0);
  }

  private checkFree(port: number): void {
    if (this.isBound(port)) throw new Error(`address already in use: ${this.address}:${port}/udp`);
  }

  private newAccepted(port: number): Mailbox<Connection> {
    return new Mailbox<Connection>(this.host.network.kernel, `a connection to :${port}`, 128);
  }

  /** Takes a datagram. Called by the network. */
  arrived({ packet }: Flight): void {
    this.bound?.get(packet.port)?.push(packet);
  }

  /** Nobody sends a datagram again. Called by the network. */
  lost(): void {
    return undefined;
  }

  private addListener(options: Omit<Listener, 'open' | 'close'>): Listener {
    const { port, group } = options;
    if (this.listeners.has(port)) throw new Error(`listen tcp ${this.address}:${port}: bind: address already in use`);
    const close = (): void => {
      takeBack();
      if (this.listeners.get(port) === listener) this.listeners.delete(port);
      options.accepted?.close();
      for (const peer of [...(listener.open ?? [])]) peer.abortByServer();
    };
    const { name, handler, accepted } = options;
    const listener: Listener = { port, name, group, handler, accepted, open: undefined, close };
    const takeBack = group.onKill(close);
    this.listeners.set(port, listener);
    return listener;
  }
}

function whole(reply: Reply): Reply {
  return reply;
}
