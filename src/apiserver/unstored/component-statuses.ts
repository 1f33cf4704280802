// How the components of the control plane are, asked of them in this moment.
// Upstream: pkg/registry/core/componentstatus/rest.go

import type { Process } from '../../kernel/index.ts';
import type { ComponentStatus, KubeObject, ObjectList } from '../../kinds/index.ts';
import { controllerManagerPort, schedulerPort } from '../../kinds/index.ts';
import { isHttpResponse } from '../../machine/index.ts';
import type { HttpRequest } from '../../machine/index.ts';
import { NetworkError } from '../../network/index.ts';
import { isSelected } from '../cache/selection.ts';
import { methodNotAllowed, notFound, unwatchable } from '../failures.ts';
import { limits } from '../limits.ts';
import { ok } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { presentList, presentObject } from '../request/present.ts';
import { selectionOf } from '../request/selectors.ts';
import type { ServerContext } from '../server-context.ts';

/** What a component says of itself: undefined when all is well, else what is wrong. */
type Look = () => Process<string | undefined>;

/** Answers a get or a list. Throws MethodNotAllowed for everything else. */
export function* componentStatuses(call: Call): Process<Answer> {
  const { server, request } = call;
  const components = componentsOf(server);
  switch (request.verb) {
    case 'get': {
      const { name = '' } = request;
      const look = components.get(name);
      // It says the kind where others say the resource.
      if (!look) throw notFound({ group: '', version: 'v1', resource: 'componentstatus' }, name);
      return ok(presentObject(call, yield* statusOf(name, look)));
    }
    case 'list': {
      const selection = selectionOf(call);
      const found: KubeObject[] = [];
      for (const [name, look] of components) {
        const status = yield* statusOf(name, look);
        if (isSelected(status, selection, undefined)) found.push(status);
      }
      return ok(presentList(call, found, {} as ObjectList['metadata'])); // no revision is theirs
    }
    case 'watch': throw unwatchable(call.kind.plural);
    default: throw methodNotAllowed();
  }
}

function componentsOf(server: ServerContext): ReadonlyMap<string, Look> {
  return new Map<string, Look>([
    ['controller-manager', () => lookAt(server, controllerManagerPort)],
    ['scheduler', () => lookAt(server, schedulerPort)],
    ...server.storage.members().map((look, index): [string, Look] => [`etcd-${index}`, look]),
  ]);
}

/** A get of /healthz on this machine, where the components of a control plane stand side by side. */
function* lookAt({ stack }: ServerContext, port: number): Process<string | undefined> {
  const payload: HttpRequest = { type: 'http.request', method: 'GET', path: '/healthz', headers: {}, body: '', isSecure: true };
  try {
    const { payload: answer } = yield* stack.call({ address: '127.0.0.1', port, kind: 'request', payload, timeoutMs: limits.componentLookMs });
    if (!isHttpResponse(answer)) return 'malformed HTTP response';
    return answer.status === 200 ? undefined : answer.body;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const why = error.code === 'ECONNREFUSED' ? `dial tcp 127.0.0.1:${port}: connect: connection refused` : 'context deadline exceeded';
    return `Get "https://127.0.0.1:${port}/healthz": ${why}`;
  }
}

function* statusOf(name: string, look: Look): Process<ComponentStatus & KubeObject> {
  const wrong = yield* look();
  const condition = wrong === undefined ? { type: 'Healthy', status: 'True', message: 'ok' } : { type: 'Healthy', status: 'False', message: wrong };
  const metadata = { name } as ComponentStatus['metadata']; // nobody gave it an identity
  return { apiVersion: 'v1', kind: 'ComponentStatus', metadata, conditions: [condition] };
}
