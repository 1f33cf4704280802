// Upstream: client-go rest.InClusterConfig
import { ApiClient } from '../../client/index.ts';
import { noCredentials } from '../../kinds/index.ts';
import type { Credentials } from '../../kinds/index.ts';
import type { ProgramContext } from '../../machine/index.ts';

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** A client for a program in a Pod: the server from its environment, who it is from its service account's token. */
export function inClusterClient(context: ProgramContext, userAgent: string): ApiClient {
  const { env, sandbox: { stack, files } } = context;
  const server = { address: env.get('KUBERNETES_SERVICE_HOST') ?? '', port: Number(env.get('KUBERNETES_SERVICE_PORT') ?? 443) };
  let shown = noCredentials;
  return new ApiClient({
    stack, servers: [server], userAgent,
    /** The kubelet writes another token before the old one ends. */
    get credentials(): Credentials {
      const token = files.exists(tokenPath) ? files.read(tokenPath) : undefined;
      if (token !== shown.token) shown = token === undefined ? noCredentials : { token };
      return shown;
    },
  });
}
