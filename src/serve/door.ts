import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { World } from '../cluster/index.ts';
import type { KernelFailure } from '../kernel/index.ts';
import { answer } from './http-door.ts';
import type { Inside } from './http-door.ts';
import type { WayIn } from './kubeconfig.ts';
import { limits } from './limits.ts';
import type { ServeOptions } from './options.ts';
import { RealTime } from './real-time.ts';
import { adminToken } from './admin-token.ts';
import { Upgrades } from './sessions/upgrades.ts';

/** An open door. */
export interface Door {
  readonly port: number;
  /** What a kubeconfig is to say. */
  readonly wayIn: WayIn;
  /** Called when a bug has stopped the world. */
  onFailure: (failure: KernelFailure) => void;
  /** Lets nobody in any more, ends what is open, and stops the world's time. */
  close(): Promise<void>;
}

/** Lets the world come up, then opens it to clients; time passes from then on. Throws when the address is taken. */
export async function openDoor(world: World, options: Pick<ServeOptions, 'port' | 'bind' | 'speed'>): Promise<Door> {
  world.run({ untilMs: world.kernel.nowMs + limits.bootMs, condition: () => world.isReady });
  const time = new RealTime(world, { speed: options.speed });
  const inside: Inside = { world, time };
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (request, response) => void answer(inside, request, response));
  const upgrades = new Upgrades(inside);
  server.on('upgrade', (request, socket, head) => upgrades.take(request, socket, head));
  await listen(server, options);
  time.start();
  const { port } = server.address() as AddressInfo;
  return {
    port,
    wayIn: { server: `http://${hostText(options.bind)}:${port}`, user: { token: adminToken() } },
    get onFailure() {
      return time.onFailure;
    },
    set onFailure(act) {
      time.onFailure = act;
    },
    async close() {
      upgrades.close();
      await close(server);
      time.stop();
    },
  };
}

function hostText(address: string): string {
  if (address === '0.0.0.0' || address === '::') return '127.0.0.1';
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
