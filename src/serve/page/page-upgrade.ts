import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { isOwn } from '../gate.ts';
import type { Entrance } from '../http-door.ts';
import { PageSocket } from './page-socket.ts';
import { pagePath } from './page-files.ts';

const socketPath = `${pagePath}world`;
/** A page's longest message: files that are applied. */
const longestMessage = 16 * 1024 * 1024;

/** Takes pages that want to see the world. */
export class PageUpgrades {
  private readonly entrance: Entrance;
  private readonly server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: longestMessage });

  constructor(entrance: Entrance) {
    this.entrance = entrance;
  }

  /** Lets a page in or turns it away; false for a request that is no page's. */
  take(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const { url = '' } = request;
    if (url !== socketPath && !url.startsWith(`${socketPath}?`)) return false;
    if (request.headers.upgrade?.toLowerCase() === 'websocket' && this.mayEnter(request)) {
      this.server.handleUpgrade(request, socket, head, (webSocket) => void new PageSocket(this.entrance, webSocket));
    } else {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    }
    return true;
  }

  close(): void {
    for (const client of this.server.clients) client.close(1001);
  }

  /** Only pages that came from here: browsers let those of others ask as well, with the person's own reach. */
  private mayEnter({ url = '', headers }: IncomingMessage): boolean {
    const { gate } = this.entrance;
    const { origin, host = '' } = headers;
    if (!gate.isGuarded) return isOwn({ origin, host });
    const isFromHere = origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
    return isFromHere && gate.opens(new URL(url, 'http://server').searchParams.get('token') ?? '');
  }
}
