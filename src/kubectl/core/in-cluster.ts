// In a Pod without a kubeconfig, the server and who asks come from what every Pod is given.
// Upstream: k8s.io/client-go rest.InClusterConfig, tools/clientcmd inClusterClientConfig

import type { FileSystem } from '../../machine/index.ts';
import type { Connection } from './kubeconfig.ts';

const directory = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Where requests of a Pod go and as whom; undefined outside of Pods. */
export function inCluster(files: FileSystem, env: ReadonlyMap<string, string>): Connection | undefined {
  const host = env.get('KUBERNETES_SERVICE_HOST');
  const port = env.get('KUBERNETES_SERVICE_PORT');
  if (!host || !port || !files.exists(`${directory}/token`)) return undefined;
  const namespace = files.exists(`${directory}/namespace`) ? files.read(`${directory}/namespace`).trim() : '';
  return { server: `https://${host}:${port}`, userName: '', user: { token: files.read(`${directory}/token`).trim() }, namespace, cluster: '', authority: '' };
}
