// A watch or a log over a WebSocket, as pages ask for it: each event, or each piece, is a message.
// Upstream: k8s.io/apiserver pkg/endpoints/handlers/watch.go HandleWS, pkg/util/wsstream Reader

import type { WebSocket } from 'ws';
import { Signal } from '../../kernel/index.ts';
import type { HttpRequest, HttpResponse } from '../../machine/index.ts';
import { limits } from '../limits.ts';
import { ask, letIn } from '../outside.ts';
import type { Inside, Recipient } from '../outside.ts';
import type { ChannelProtocol } from './channel-protocols.ts';
import { bytesOfText } from './remote-command.ts';

/** Whether a path asks for a watch. */
export const isWatch = (path: string): boolean => /[?&]watch(?:=(?:1|t|T|true|TRUE|True))?(?:&|$)|^\/apis?\/(?:[^?]*\/)?watch\//.test(path);

/** Whether a path asks for the log of a Pod. */
export const isLog = (path: string): boolean => /\/pods\/[^/?]+\/log(\?|$)/.test(path);

/** What is to become of the connection. */
interface Way {
  /** How a log is written; undefined for a watch, whose events are texts. */
  readonly log: ChannelProtocol | undefined;
  readonly open: (joined: (socket: WebSocket) => void) => void;
  readonly refuse: (answer: HttpResponse) => void;
  readonly lost: () => void;
}

/** Takes what a stream says from the world to a WebSocket. */
export class StreamMessages implements Recipient {
  readonly drained = new Signal('a client that reads');
  private readonly inside: Inside;
  private readonly way: Way;
  private readonly takeBack: () => void;
  private socket: WebSocket | undefined;
  private isPaused = false;

  constructor(inside: Inside, asked: HttpRequest, way: Way) {
    this.inside = inside;
    this.way = way;
    inside.time.owe(this);
    this.takeBack = letIn(inside, ask(inside.world, asked, this));
  }

  /** The client has gone. */
  close(): void {
    this.inside.time.settle(this);
    this.takeBack();
  }

  head(answer: HttpResponse, isStream: boolean): void {
    this.inside.time.settle(this);
    const { log } = this.way;
    if (!isStream && !(log && answer.status === 200)) return this.way.refuse(answer);
    this.way.open((socket) => {
      this.socket = socket;
      socket.on('error', () => socket.terminate());
      if (log) this.piece(''); // a log begins with an empty message
      if (answer.body !== '') this.piece(answer.body);
      if (!isStream) this.end();
    });
  }

  piece(text: string): boolean {
    const { socket } = this;
    if (!socket) return false;
    const { log } = this.way;
    const message = !log ? text : log.isText ? bytesOfText(text).toString('base64') : bytesOfText(text);
    socket.send(message, { binary: typeof message !== 'string' }, () => this.sent(socket));
    this.isPaused = socket.bufferedAmount >= limits.socketBytes;
    return !this.isPaused;
  }

  private sent(socket: WebSocket): void {
    if (!this.isPaused || socket.bufferedAmount >= limits.socketBytes) return;
    this.isPaused = false;
    this.inside.time.enter(() => this.drained.notify());
  }

  end(): void {
    this.socket?.close(1000);
  }

  lost(): void {
    this.way.lost();
  }
}
