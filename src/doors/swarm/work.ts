import type { ApiClient } from '../../client/index.ts';
import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, deploymentKind, serviceKind } from '../../kinds/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { Work } from './plan.ts';

type ApiWork = Exclude<Work, { type: 'command' }>;

/** How often a piece of work is tried while the cluster is in trouble, and the pause between. */
const attempts = 5;
const pauseMs = 3_000;

/** Does a piece of work as a person would: tries again when nobody answers, gives up when it is refused. */
export function* work(client: ApiClient, action: ApiWork): Process {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      yield* perform(client, action);
      return;
    } catch (error) {
      if (error instanceof ApiError && error.status.code !== undefined && error.status.code < 500) return;
      if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
      yield* sleep(pauseMs);
    }
  }
}

function* perform(client: ApiClient, action: ApiWork): Process {
  const { name } = action;
  const deployments = client.of(deploymentKind);
  const at = { namespace: 'default', name };
  switch (action.type) {
    case 'create':
      yield* deployments.create({
        apiVersion: 'apps/v1', kind: 'Deployment', metadata: at,
        spec: {
          replicas: action.replicas,
          selector: { matchLabels: { app: name } },
          template: {
            metadata: { labels: { app: name } },
            spec: { containers: [{ name: 'main', image: 'nginx:1.27', resources: { requests: { cpu: '100m', memory: '64Mi' } } }] },
          },
        },
      });
      return;
    case 'scale':
      yield* deployments.patch(at, 'merge', { spec: { replicas: action.replicas } });
      return;
    case 'update':
      yield* deployments.patch(at, 'strategic', { spec: { template: { spec: { containers: [{ name: 'main', image: action.image }] } } } });
      return;
    case 'delete':
      yield* deployments.delete(at, { propagationPolicy: 'Background' });
      return;
    case 'serve':
      yield* client.of(serviceKind).create({ apiVersion: 'v1', kind: 'Service', metadata: at, spec: { selector: { app: name }, ports: [{ port: 80 }] } });
      return;
  }
}
