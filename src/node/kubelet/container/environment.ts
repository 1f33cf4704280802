// Upstream: pkg/kubelet/kubelet_pods.go makeEnvironmentVariables
import type { Process } from '../../../kernel/index.ts';
import type { EnvFromSource, EnvVarSource, Pod } from '../../../kinds/index.ts';
import type { Image } from '../../../machine/index.ts';
import { valueFromFile } from '../../later.ts';
import type { KubeletContext } from '../context.ts';
import { fieldValue, resourceValue } from '../field-ref.ts';
import { placeOf } from '../pod-place.ts';
import type { AnyContainer, PodWorker } from '../pod-worker.ts';
import { dataOf, secretData } from '../volumes/filled-volumes.ts';
import { ConfigError } from './config-error.ts';
import { expand } from './expand.ts';

/** The environment of a container's programs: the image's, then the Pod's, then what tells of Services. Throws ConfigError. */
export function* makeEnvironment(context: KubeletContext, worker: PodWorker, container: AnyContainer, image: Image, hostname: string): Process<Map<string, string>> {
  const { pod } = worker;
  const services = context.services.of(pod.metadata.namespace, pod.spec.enableServiceLinks ?? true);
  const own = new Map<string, string>();
  for (const source of container.envFrom ?? []) yield* takeAll(context, worker, source, own);
  if (container.env) {
    const known = new Map(services);
    const lookup = (name: string): string | undefined => own.get(name) ?? known.get(name);
    for (const { name, value, valueFrom } of container.env) {
      const found = valueFrom ? yield* valueOf(context, worker, container, valueFrom) : expand(value ?? '', lookup);
      if (found !== undefined) own.set(name, found);
    }
  }
  const environment = new Map<string, string>([['PATH', defaultPath], ['HOSTNAME', hostname]]);
  for (const [name, value] of Object.entries(image.env)) environment.set(name, value);
  for (const [name, value] of own) environment.set(name, value);
  for (const [name, value] of services) if (!environment.has(name)) environment.set(name, value);
  if (!environment.has('HOME')) environment.set('HOME', homeOf(pod, container));
  return environment;
}

/** The home of the user that runs the container; only root has one of its own. */
function homeOf({ spec }: Pod, { securityContext }: AnyContainer): string {
  const user = securityContext?.runAsUser ?? spec.securityContext.runAsUser ?? 0;
  return user === 0 ? '/root' : '/';
}

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function* takeAll(context: KubeletContext, worker: PodWorker, source: EnvFromSource, into: Map<string, string>): Process {
  const { namespace } = worker.pod.metadata;
  const { configMapRef, secretRef, prefix = '' } = source;
  const wake = (): void => worker.wakeIfWaiting();
  if (configMapRef) {
    const name = configMapRef.name ?? '';
    const found = yield* context.objects.configMap(worker.uid, namespace, name, wake);
    if (!found && !configMapRef.optional) throw new ConfigError(`configmap "${name}" not found`);
    if (found) for (const [key, value] of dataOf(found)) into.set(prefix + key, value);
  }
  if (secretRef) {
    const name = secretRef.name ?? '';
    const found = yield* context.objects.secret(worker.uid, namespace, name, wake);
    if (!found && !secretRef.optional) throw new ConfigError(`secret "${name}" not found`);
    if (found) for (const [key, value] of secretData(found)) into.set(prefix + key, value);
  }
}

/** The value of a variable that is taken from elsewhere; undefined when it is optional and missing. */
function* valueOf(context: KubeletContext, worker: PodWorker, container: AnyContainer, source: EnvVarSource): Process<string | undefined> {
  const { pod } = worker;
  const { namespace } = pod.metadata;
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = source;
  const wake = (): void => worker.wakeIfWaiting();
  if (fieldRef) {
    const value = fieldValue(pod, fieldRef.fieldPath, placeOf(context, worker));
    if (value === undefined) throw new ConfigError(`unsupported fieldPath: ${fieldRef.fieldPath}`);
    return value;
  }
  if (resourceFieldRef) return resourceValue(pod, container, resourceFieldRef, placeOf(context, worker));
  if (configMapKeyRef) {
    const { name = '', key, optional } = configMapKeyRef;
    const found = yield* context.objects.configMap(worker.uid, namespace, name, wake);
    const value = found && dataOf(found).get(key);
    if (value !== undefined || optional) return value;
    throw new ConfigError(found ? `couldn't find key ${key} in ConfigMap ${namespace}/${name}` : `configmap "${name}" not found`);
  }
  if (secretKeyRef) {
    const { name = '', key, optional } = secretKeyRef;
    const found = yield* context.objects.secret(worker.uid, namespace, name, wake);
    const value = found && secretData(found).get(key);
    if (value !== undefined || optional) return value;
    throw new ConfigError(found ? `couldn't find key ${key} in Secret ${namespace}/${name}` : `secret "${name}" not found`);
  }
  return fileKeyRef ? valueFromFile(worker, fileKeyRef) : '';
}
