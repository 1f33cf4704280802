// A watch over a WebSocket, as pages ask for it: each event is a message.
// Upstream: k8s.io/apiserver pkg/endpoints/handlers/watch.go HandleWS

import type { WebSocket } from 'ws';
import { Signal } from '../../kernel/index.ts';
import type { HttpRequest, HttpResponse } from '../../machine/index.ts';
import { limits } from '../limits.ts';
import { ask, letIn } from '../outside.ts';
import type { Inside, Recipient } from '../outside.ts';

/** Whether a path asks for a watch. */
export const isWatch = (path: string): boolean => /[?&]watch(?:=(?:1|t|T|true|TRUE|True))?(?:&|$)|^\/apis?\/(?:[^?]*\/)?watch\//.test(path);

/** What is to become of the connection. */
interface Way {
  readonly open: (joined: (socket: WebSocket) => void) => void;
  readonly refuse: (answer: HttpResponse) => void;
  readonly lost: () => void;
}

/** Takes a watch's events from the world to a WebSocket. */
export class WatchMessages implements Recipient {
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
    if (!isStream) return this.way.refuse(answer);
    this.way.open((socket) => {
      this.socket = socket;
      socket.on('error', () => socket.terminate());
      if (answer.body !== '') this.piece(answer.body);
    });
  }

  piece(text: string): boolean {
    const { socket } = this;
    if (!socket) return false;
    socket.send(text, { binary: false }, () => this.sent(socket));
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
