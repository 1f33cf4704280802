// Every Pod acts as a service account, whose token is mounted into it.
// Upstream: plugin/pkg/admission/serviceaccount

import { safeLetters, withFields } from '../../base/index.ts';
import { validatePathSegmentName } from '../../kinds/index.ts';
import type { Container, KubeObject, Pod, ServiceAccount, Volume } from '../../kinds/index.ts';
import { accountTokenSeconds } from '../authentication/account-tokens.ts';
import { lookUp } from '../cache/lookup.ts';
import { refuseUnlistedSecrets } from './mountable-secrets.ts';
import { isCreation, isPodKind, refusal } from './plugin.ts';
import type { AdmissionPlugin } from './plugin.ts';

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';
const volumePrefix = 'kube-api-access-';
const mirrorAnnotation = 'kubernetes.io/config.mirror';

/** Whether the object is a Pod. */
export function isPod(object: KubeObject): object is Pod {
  return object.kind === 'Pod' && object.apiVersion === 'v1';
}

function isServiceAccount(object: KubeObject): object is ServiceAccount {
  return object.kind === 'ServiceAccount' && object.apiVersion === 'v1';
}

export const serviceAccount: AdmissionPlugin = {
  name: 'ServiceAccount',
  handles: (target) => isPodKind(target.kind) && isCreation(target),
  *mutate(write) {
    const { call, object } = write;
    if (!object || !isPod(object)) return undefined;
    // The image of a static Pod has no account of its own.
    if (object.metadata.annotations?.[mirrorAnnotation] !== undefined) return undefined;
    const { namespace } = object.metadata;
    const account = object.spec.serviceAccountName || 'default';
    const [problem] = validatePathSegmentName(account, false);
    if (problem !== undefined) throw refusal(write, `error looking up service account ${namespace}/${account}: invalid resource name "${account}": [${problem}]`);
    const found = yield* lookUp(call.server, { apiVersion: 'v1', kind: 'ServiceAccount', namespace, name: account });
    if (!found || !isServiceAccount(found)) {
      throw refusal(write, `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`);
    }
    refuseUnlistedSecrets(write, object, found);
    const spec = withFields(object.spec, { serviceAccountName: account, serviceAccount: account });
    const withAccount = withFields(object, { spec: withPullSecrets(spec, found) });
    const isMounted = object.spec.automountServiceAccountToken ?? found.automountServiceAccountToken ?? true;
    return isMounted ? withToken(withAccount, () => volumePrefix + call.server.random.text(5, safeLetters)) : withAccount;
  },
};

function withPullSecrets(spec: Pod['spec'], account: ServiceAccount): Pod['spec'] {
  const secrets = account.imagePullSecrets ?? [];
  return (spec.imagePullSecrets?.length ?? 0) > 0 || secrets.length === 0 ? spec : { ...spec, imagePullSecrets: secrets };
}

function withToken(pod: Pod, newName: () => string): Pod {
  const { containers, initContainers, volumes = [] } = pod.spec;
  if (containers.every(hasTokenMount) && (initContainers ?? []).every(hasTokenMount)) return pod;
  const present = volumes.find((volume) => volume.name.startsWith(volumePrefix));
  const volume = present ?? tokenVolume(newName());
  const mount = { mountPath: tokenPath, name: volume.name, readOnly: true };
  const mounted = (container: Container): Container =>
    hasTokenMount(container) ? container : withFields(container, { volumeMounts: (container.volumeMounts ?? []).concat(mount) });
  const spec = withFields(pod.spec, { containers: containers.map(mounted), volumes: present ? volumes : volumes.concat(volume) });
  return withFields(pod, { spec: initContainers ? withFields(spec, { initContainers: initContainers.map(mounted) }) : spec });
}

function hasTokenMount({ volumeMounts = [] }: Container): boolean {
  return volumeMounts.some((mount) => mount.mountPath === tokenPath);
}

/** What stands in the volume: the same of every Pod, and so one object. */
const tokenFiles: NonNullable<Volume['projected']> = {
  defaultMode: 420,
  sources: [
    { serviceAccountToken: { expirationSeconds: accountTokenSeconds, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
  ],
};

function tokenVolume(name: string): Volume {
  return { name, projected: tokenFiles };
}
