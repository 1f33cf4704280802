import { parseArgs } from 'node:util';

/** How the door is to be opened. */
export interface ServeOptions {
  readonly topology: string | undefined;
  readonly seed: number;
  readonly port: number;
  readonly kubeconfig: string | undefined;
  readonly speed: number;
  readonly tls: boolean;
  readonly bind: string;
  readonly token: string | undefined;
}

export const usage = `usage: serve [--topology FILE] [--seed N] [--port N] [--kubeconfig FILE] [--speed N] [--tls] [--bind ADDRESS --token TOKEN]
  --topology FILE    what the cluster is made of; one control plane and three workers unless said
  --seed N           what chance is drawn from (1)
  --port N           where to serve (8080); 0 for any that is free
  --kubeconfig FILE  where to write the kubeconfig
  --speed N          how much faster than the wall clock the cluster's time passes (1)
  --tls              HTTPS, with a certificate made at the start
  --bind ADDRESS     listen on this address instead of loopback only; needs --token
  --token TOKEN      what a client has to show to get in`;

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

/** Whether only programs of this machine reach the address. */
export function isLoopback(address: string): boolean {
  return loopback.has(address) || /^127(\.\d{1,3}){3}$/.test(address);
}

/** What the command line asks for, or what is wrong with it. */
export function readOptions(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): ServeOptions | string {
  let values;
  try {
    ({ values } = parseArgs({ args: [...argv], options: {
      topology: { type: 'string' }, seed: { type: 'string', default: '1' }, port: { type: 'string', default: '8080' },
      kubeconfig: { type: 'string' }, speed: { type: 'string', default: '1' }, tls: { type: 'boolean', default: false },
      bind: { type: 'string', default: '127.0.0.1' }, token: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false },
    } }));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return `${error.message}\n${usage}`;
  }
  if (values.help) return usage;
  const { bind, token, tls, kubeconfig, topology = env['TOPOLOGY'] } = values;
  const [seed, port, speed] = [Number(values.seed), Number(values.port), Number(values.speed)];
  if (!Number.isInteger(seed)) return `--seed ${values.seed} is no whole number`;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return `--port ${values.port} is no port: 0 to 65535`;
  if (!(speed > 0 && speed <= 10_000)) return `--speed ${values.speed} is no number above 0, at most 10000`;
  if (!isLoopback(bind) && token === undefined) return `--bind ${bind} lets other machines in: say with --token what they must show`;
  if (token !== undefined && !/^[\w.~+/=-]{8,}$/.test(token)) return '--token: at least 8 of the letters, digits and marks that a bearer token may have';
  return { topology, seed, port, kubeconfig, speed, tls, bind, token };
}
