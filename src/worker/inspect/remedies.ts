// What somebody whose request was refused can do about it: a sentence with a command, by who refused.

import type { RefusalRecord, RequestRecord } from '../../apiserver/index.ts';
import type { Phrase } from '../../protocol/index.ts';

/** The ways on; none where the server's own words say all. */
export function remediesOf(request: RequestRecord, { stage, reason, message }: RefusalRecord): readonly Phrase[] {
  if (stage === 'authentication') return [{ say: 'way.who' }];
  if (stage === 'authorization' || stage === 'impersonation') return [{ say: 'way.grant', with: { command: grantCommand(request, stage) } }];
  if (stage.startsWith('admission ')) return admissionWays(stage.slice('admission '.length), request, message);
  const { resource, namespace } = request;
  const [kind = ''] = resource.split('/');
  if (reason === 'Invalid' || reason === 'BadRequest') return kind === '' ? [] : [{ say: 'way.fields', with: { command: `kubectl explain ${kind} --recursive` } }];
  if (reason === 'AlreadyExists') {
    const name = /"([^"]+)" already exists$/.exec(message)?.[1];
    return name === undefined ? [] : [{ say: 'way.exists', with: { command: inNamespace(namespace, `get ${kind} ${name} -o yaml`) } }];
  }
  if (reason === 'NotFound') return kind === '' ? [] : [{ say: 'way.missing', with: { command: inNamespace(namespace, `get ${kind}`) } }];
  return reason === 'Conflict' && stage === 'store' ? [{ say: 'way.again' }] : [];
}

const inNamespace = (namespace: string, words: string): string => `kubectl ${namespace === '' ? '' : `-n ${namespace} `}${words}`;

function admissionWays(plugin: string, { namespace }: RequestRecord, message: string): readonly Phrase[] {
  const way = (name: 'quota' | 'limits' | 'podSecurity' | 'namespace' | 'account' | 'policy', command: string): readonly Phrase[] => [{ say: `way.${name}`, with: { command } }];
  switch (plugin) {
    case 'ResourceQuota': return way('quota', inNamespace(namespace, 'describe resourcequota'));
    case 'LimitRanger': return way('limits', inNamespace(namespace, 'describe limitrange'));
    case 'PodSecurity': return way('podSecurity', `kubectl label namespace ${namespace} pod-security.kubernetes.io/enforce=privileged --overwrite`);
    case 'NamespaceLifecycle': return message.includes('not found') ? way('namespace', `kubectl create namespace ${namespace}`) : [];
    case 'ServiceAccount': {
      const account = /service account [^/]+\/([^:]+)/.exec(message)?.[1];
      return account === undefined ? [] : way('account', inNamespace(namespace, `create serviceaccount ${account}`));
    }
    case 'ValidatingAdmissionPolicy': return way('policy', 'kubectl get validatingadmissionpolicies,validatingadmissionpolicybindings');
    case 'ValidatingAdmissionWebhook': return way('policy', 'kubectl get validatingwebhookconfigurations');
    case 'MutatingAdmissionWebhook': return way('policy', 'kubectl get mutatingwebhookconfigurations');
    default: return [];
  }
}

/** The role and its binding that would have let the request pass, as somebody who may make them types it. */
function grantCommand({ verb, resource, namespace, user, impersonator }: RequestRecord, stage: 'authorization' | 'impersonation'): string {
  const who = stage === 'impersonation' ? (impersonator?.name ?? user) : user;
  const name = 'granted';
  if (resource.startsWith('/')) return `kubectl create clusterrole ${name} --verb=${verb} --non-resource-url=${resource}${bound('cluster', name, who)}`;
  const asked = stage === 'impersonation' ? '--verb=impersonate --resource=users' : `--verb=${verb} --resource=${resource}`;
  if (namespace === '' || stage === 'impersonation') return `kubectl create clusterrole ${name} ${asked}${bound('cluster', name, who)}`;
  return `kubectl -n ${namespace} create role ${name} ${asked}${bound(namespace, name, who)}`;
}

function bound(where: string, name: string, who: string): string {
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(who);
  const subject = account ? `--serviceaccount=${account[1]}:${account[2]}` : `--user=${who}`;
  return where === 'cluster'
    ? ` && kubectl create clusterrolebinding ${name} --clusterrole=${name} ${subject}`
    : ` && kubectl -n ${where} create rolebinding ${name} --role=${name} ${subject}`;
}
