import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { World } from '../cluster/index.ts';
import type { KernelFailure } from '../kernel/index.ts';
import { makeCertificate } from './certificates.ts';
import type { ServerCertificate } from './certificates.ts';
import { Gate } from './gate.ts';
import { answer } from './http-door.ts';
import type { Entrance } from './http-door.ts';
import type { WayIn } from './kubeconfig.ts';
import { limits } from './limits.ts';
import type { ServeOptions } from './options.ts';
import { answerWithFile, hasPage, isForPage, pagePath } from './page/page-files.ts';
import { PageUpgrades } from './page/page-upgrade.ts';
import { RealTime } from './real-time.ts';
import { Upgrades } from './sessions/upgrades.ts';

/** An open door. */
export interface Door {
  readonly port: number;
  /** What a kubeconfig is to say. */
  readonly wayIn: WayIn;
  /** Where a browser sees the world; undefined when the page was not built. */
  readonly pageUrl: string | undefined;
  /** Called when a bug has stopped the world. */
  onFailure: (failure: KernelFailure) => void;
  /** Lets nobody in any more, ends what is open, and stops the world's time. */
  close(): Promise<void>;
}

/** What openDoor goes by. */
export type DoorOptions = Pick<ServeOptions, 'port' | 'bind' | 'speed'> & Partial<Pick<ServeOptions, 'tls' | 'token'>> & {
  /** The folder in which the page was built. */
  readonly page?: string;
};

/** Lets the world come up, then opens it to clients; time passes from then on. Throws when the address is taken. */
export async function openDoor(world: World, options: DoorOptions): Promise<Door> {
  const { bind, tls = false, token, page = '' } = options;
  const certificate = tls ? makeCertificate([...new Set(['localhost', '127.0.0.1', '::1', hostName(bind)])], Date.now()) : undefined;
  world.run({ untilMs: world.kernel.nowMs + limits.bootMs, condition: () => world.isReady });
  const time = new RealTime(world, { speed: options.speed });
  const entrance: Entrance = { world, time, gate: new Gate(token, world.adminToken) };
  const server = newServer(certificate, (request, response) => {
    if (isForPage(request)) answerWithFile(page, request, response);
    else void answer(entrance, request, response);
  });
  const upgrades = new Upgrades(entrance);
  const pages = new PageUpgrades(entrance);
  server.on('upgrade', (request, socket, head) => (pages.wants(request) ? pages : upgrades).take(request, socket, head));
  await listen(server, options);
  time.start();
  const { port } = server.address() as AddressInfo;
  const url = `http${tls ? 's' : ''}://${urlHost(hostName(bind))}:${port}`;
  return {
    port,
    pageUrl: hasPage(page) ? `${url}${pagePath}#attached${token === undefined ? '' : `&token=${encodeURIComponent(token)}`}` : undefined,
    wayIn: {
      server: url,
      ...(certificate ? { authority: certificate.authority } : {}),
      user: { token: token ?? world.adminToken },
    },
    get onFailure() {
      return time.onFailure;
    },
    set onFailure(act) {
      time.onFailure = act;
    },
    async close() {
      pages.close();
      upgrades.close();
      await close(server);
      time.stop();
    },
  };
}

function newServer(certificate: ServerCertificate | undefined, listener: RequestListener): Server {
  const options = { keepAliveTimeout: 0, requestTimeout: 0 };
  return certificate ? createSecureServer({ ...options, cert: certificate.certificate, key: certificate.key }, listener) : createServer(options, listener);
}

/** Where a client of this machine finds a server that is bound there. */
function hostName(address: string): string {
  return address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
}

function urlHost(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

function listen(server: Server, { port, bind }: Pick<ServeOptions, 'port' | 'bind'>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, bind, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** What is being answered may end; watches and idle connections are cut. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), limits.closingMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
