import '../worker/provide.ts';
import type { World } from '../cluster/index.ts';
import type { KernelFailure } from '../kernel/index.ts';
import { makeCertificate } from './certificates.ts';
import { administratorKeyPair } from './client-certificates.ts';
import { Front } from './front.ts';
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
  /** Where it is, as a person types it. */
  readonly url: string;
  /** What a kubeconfig is to say. */
  readonly wayIn: WayIn;
  /** Where a browser sees the world; undefined when the page was not built. */
  readonly pageUrl: string | undefined;
  /** How the world's time passes. */
  readonly time: RealTime;
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

/** What a cluster calls its own API server. */
const serviceNames = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'];

/** Lets the world come up, then opens it to clients; time passes from then on. Throws when the address is taken. */
export async function openDoor(world: World, options: DoorOptions): Promise<Door> {
  const { bind, tls = false, token, page = '' } = options;
  const certificate = makeCertificate([...new Set([...serviceNames, 'localhost', '127.0.0.1', '::1', hostName(bind)])], Date.now());
  world.run({ untilMs: world.kernel.nowMs + limits.bootMs, condition: () => world.kernel.eventNumber % limits.askEvery === 0 && world.isReady });
  const time = new RealTime(world, { speed: options.speed });
  const entrance: Entrance = { world, time, gate: new Gate(token, world.adminToken) };
  const upgrades = new Upgrades(entrance);
  const pages = new PageUpgrades(entrance);
  const front = new Front(certificate, {
    request: (request, response) => {
      if (isForPage(request)) answerWithFile(page, request, response);
      else answer(entrance, request, response);
    },
    upgrade: (request, socket, head) => pages.take(request, socket, head) || upgrades.take(request, socket, head),
    isSecureOnly: tls,
  });
  const port = await front.listen(options.port, bind);
  time.start();
  const place = `${urlHost(hostName(bind))}:${port}`;
  const url = `http${tls ? 's' : ''}://${place}`;
  return {
    port,
    url,
    time,
    pageUrl: hasPage(page) ? `${url}${pagePath}#attached${token === undefined ? '' : `&token=${encodeURIComponent(token)}`}` : undefined,
    // Without TLS kubectl shows nobody who it is, and forgets whom it is to act as.
    wayIn: { server: `https://${place}`, authority: certificate.authority, user: token === undefined ? administratorKeyPair(world) : { token } },
    get onFailure() {
      return time.onFailure;
    },
    set onFailure(act) {
      time.onFailure = act;
    },
    async close() {
      pages.close();
      upgrades.close();
      await front.close();
      time.stop();
    },
  };
}

/** Where a client of this machine finds a server that is bound there. */
function hostName(address: string): string {
  return address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
}

function urlHost(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
