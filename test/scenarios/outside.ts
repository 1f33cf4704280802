import { isHttpResponse } from '../../src/machine/index.ts';
import type { HttpRequest, HttpResponse } from '../../src/machine/index.ts';
import { NetworkError } from '../../src/network/index.ts';
import type { Process } from '../../src/kernel/index.ts';
import type { Scenario } from './support.ts';

/** How long somebody outside waits for an answer. */
const patienceMs = 3_000;

/** A machine outside the cluster that answers every web request at port 80 with one text. */
export function outsideServer({ world }: Scenario, { name, address, says }: { readonly name: string; readonly address: string; readonly says: string }): void {
  const { stack, group } = world.network.addHost(name, 'outside', address);
  stack.serve({
    port: 80, name: `${name}:80`, group,
    // oxlint-disable-next-line require-yield
    *handler() {
      const payload: HttpResponse = { type: 'http.response', status: 200, headers: { 'content-type': 'text/plain', 'content-length': String(says.length) }, body: says };
      return { kind: 'traffic', payload };
    },
  });
}

/** What a machine of the world hears from a web server: the body, or the code of the network's error. */
export function callFrom({ world }: Scenario, machine: string, address: string, port: number): string {
  const { stack, group } = world.machine(machine).host;
  const payload: HttpRequest = { type: 'http.request', method: 'GET', path: '/', headers: { host: address }, body: '', isSecure: false };
  let heard: string | undefined;
  const ask = function* (): Process {
    try {
      const reply = yield* stack.call({ address, port, kind: 'traffic', payload, timeoutMs: patienceMs });
      heard = isHttpResponse(reply.payload) ? reply.payload.body : '';
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      heard = error.code;
    }
  };
  world.kernel.spawn(`a call from ${machine}`, ask(), group);
  world.run({ untilMs: world.kernel.nowMs + 2 * patienceMs, condition: () => heard !== undefined });
  return heard ?? '';
}
