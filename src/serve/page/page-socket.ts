import type { WebSocket } from 'ws';
import { describeError } from '../../cluster/index.ts';
import type { Report } from '../../protocol/index.ts';
import { Engine } from '../../worker/engine.ts';
import type { Entrance } from '../http-door.ts';
import { bytesOf } from '../sessions/channel-socket.ts';

/** Shows the world to one page, and does what the page asks for: what stands between page and worker, over a WebSocket. */
export class PageSocket {
  private readonly socket: WebSocket;
  private readonly engine: Engine;
  private timer: NodeJS.Timeout | undefined;

  constructor({ world, time }: Entrance, socket: WebSocket) {
    this.socket = socket;
    this.engine = new Engine(
      { wallNow: () => performance.now(), post: (report) => this.post(report) },
      { world, speed: time.speed, enter: (act) => time.enterAtOnce(act) },
    );
    socket.on('message', (data) => this.receive(bytesOf(data).toString()));
    socket.on('close', () => this.end());
    socket.on('error', () => socket.terminate());
  }

  private post(report: Report): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(report));
  }

  private receive(text: string): void {
    try {
      this.engine.receive(JSON.parse(text));
    } catch (error) {
      if (!(error instanceof SyntaxError)) return this.fail(error);
      this.post({ type: 'failure', command: 'command', message: `not JSON: ${error.message}` });
    }
    this.comeAgain(0);
  }

  private turn(): void {
    try {
      this.comeAgain(this.engine.turn());
    } catch (error) {
      this.fail(error);
    }
  }

  /** There is one next turn, never two. */
  private comeAgain(waitMs: number): void {
    clearTimeout(this.timer);
    if (Number.isFinite(waitMs) && this.socket.readyState === this.socket.OPEN) this.timer = setTimeout(() => this.turn(), waitMs);
  }

  /** A bug in what shows the world ends this page's view of it, not the world. */
  private fail(error: unknown): void {
    this.post({ type: 'failure', command: 'engine', message: `What shows the world has ended by a mistake of its own: ${describeError(error)}. Load the page again to go on.` });
    this.socket.close(1011);
  }

  private end(): void {
    clearTimeout(this.timer);
    this.engine.close();
  }
}
