// Upstream: client-go rest.InClusterConfig
import { base64DecodeText } from '../../base/index.ts';
import { ApiClient } from '../../client/index.ts';
import type { ProgramContext } from '../../machine/index.ts';

const directory = '/var/run/secrets/kubernetes.io/serviceaccount';

/** A client for a program in a Pod: the server from its environment, the user from its service account's token. */
export function inClusterClient(context: ProgramContext, userAgent: string): ApiClient {
  const address = context.env.get('KUBERNETES_SERVICE_HOST') ?? '';
  const port = Number(context.env.get('KUBERNETES_SERVICE_PORT') ?? 443);
  return new ApiClient({ stack: context.sandbox.stack, servers: [{ address, port }], user: serviceAccountUser(context), userAgent });
}

/** Whom the token names; without a readable token nobody that the API knows. */
function serviceAccountUser(context: ProgramContext): string {
  const { files } = context.sandbox;
  const token = files.exists(`${directory}/token`) ? files.read(`${directory}/token`) : '';
  const [, payload = ''] = token.split('.');
  const base64 = payload.replaceAll('-', '+').replaceAll('_', '/');
  const text = base64DecodeText(base64.padEnd(Math.ceil(base64.length / 4) * 4, '='));
  return /"sub":\s*"([^"]+)"/.exec(text ?? '')?.[1] ?? 'system:anonymous';
}
