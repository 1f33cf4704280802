import { readFileSync, writeFileSync } from 'node:fs';

/** What a kubeconfig says of the way in. */
export interface WayIn {
  /** `http://127.0.0.1:8001` */
  readonly server: string;
  /** PEM of the authority that signed the server's certificate, where it has one. */
  readonly authority?: string;
  readonly user: { readonly token: string } | { readonly certificate: string; readonly key: string };
}

/** As kubeadm calls it. */
const clusterName = 'kubernetes';
/** How a kubeconfig of ours is known again. */
const mark = '# Written by `serve`, which may write over it.';

/** A kubeconfig with one cluster, one user, one context. */
export function kubeconfigText({ server, authority, user }: WayIn): string {
  const credentials = 'token' in user
    ? [`    token: ${user.token}`]
    : [`    client-certificate-data: ${base64(user.certificate)}`, `    client-key-data: ${base64(user.key)}`];
  return [
    mark,
    'apiVersion: v1',
    'kind: Config',
    'clusters:',
    `- name: ${clusterName}`,
    '  cluster:',
    // Without TLS there is nothing to verify, and some clients want to be told that this is known.
    authority === undefined ? '    insecure-skip-tls-verify: true' : `    certificate-authority-data: ${base64(authority)}`,
    `    server: ${server}`,
    'contexts:',
    `- name: kubernetes-admin@${clusterName}`,
    '  context:',
    `    cluster: ${clusterName}`,
    '    user: kubernetes-admin',
    `current-context: kubernetes-admin@${clusterName}`,
    'users:',
    '- name: kubernetes-admin',
    '  user:',
    ...credentials,
    '',
  ].join('\n');
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** Writes a kubeconfig for its owner's eyes. Gives what went wrong, if anything: somebody else's file is not written over. */
export function writeKubeconfig(path: string, text: string): string | undefined {
  try {
    if (!isOurs(path)) return `${path}: there is a kubeconfig of something else already; name another file`;
    writeFileSync(path, text, { mode: 0o600 });
    return undefined;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return `${path}: ${error.message}`;
  }
}

function isOurs(path: string): boolean {
  try {
    const text = readFileSync(path, 'utf8');
    return text.trim() === '' || text.startsWith(mark);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return true;
    throw error;
  }
}
