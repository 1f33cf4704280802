// kubectl apply --prune: what was applied before and is in no file any more goes.
// Upstream: k8s.io/kubectl pkg/cmd/apply/prune.go

import type { Process } from '../../../kernel/index.ts';
import { CommandError } from '../../core/errors.ts';
import type { Discovery, Mapping } from '../../core/discovery.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { nameOf, namespaceOf, textAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { hasLastApplied } from '../../patch/last-applied.ts';
import { dryRunOf, operationPrinter } from '../../printers/output.ts';
import { listAll } from '../../resources/fetch.ts';
import type { Applied } from './apply-one.ts';

const namespacedKinds = [
  'v1/ConfigMap', 'v1/Endpoints', 'v1/PersistentVolumeClaim', 'v1/Pod', 'v1/ReplicationController', 'v1/Secret', 'v1/Service',
  'batch/v1/Job', 'batch/v1/CronJob', 'networking.k8s.io/v1/Ingress', 'apps/v1/DaemonSet', 'apps/v1/Deployment', 'apps/v1/ReplicaSet', 'apps/v1/StatefulSet',
];
const clusterKinds = ['v1/Namespace', 'v1/PersistentVolume'];

function mappingsOf(discovery: Discovery, kinds: readonly string[]): readonly Mapping[] {
  return kinds.flatMap((kind) => {
    const parts = kind.split('/');
    const [group = '', version = '', name = ''] = parts.length === 3 ? parts : ['', ...parts];
    const mapping = discovery.forKind(group === 'core' ? '' : group, version, name);
    if (!mapping) throw new CommandError(`no matches for kind ${JSON.stringify(name)} in version ${JSON.stringify(group === 'core' || group === '' ? version : `${group}/${version}`)}`);
    return [mapping];
  });
}

/** Where pruning looks: kinds, and the namespaces of what is applied. */
interface PruneScope {
  readonly mappings: readonly Mapping[];
  readonly namespaces: readonly string[];
}

const deprecation = 'Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the --namespace flag in a future release. To preserve the current behaviour, list the resources you want to target explicitly in the --prune-allowlist flag.';

/** Warns where it is not said which kinds are pruned. */
export function* warnOfDefaultKinds(kubectl: Kubectl): Process {
  if (kubectl.flags.list('prune-allowlist').length === 0) yield* kubectl.log('W', 'prune.go:71', deprecation);
}

/** The kinds that `--prune-allowlist` names, or those that are pruned when it says nothing. Throws for one that there is not. */
export function* prunedKinds(kubectl: Kubectl): Process<readonly Mapping[]> {
  const allowed = kubectl.flags.list('prune-allowlist');
  for (const each of allowed) if (each.split('/').length !== 3) throw new CommandError(`invalid GroupVersionKind format: ${each}, please follow <group/version/kind>`);
  const discovery = yield* kubectl.discovery();
  return mappingsOf(discovery, allowed.length > 0 ? allowed : [...namespacedKinds, ...clusterKinds]);
}

/** What a selector selects, was applied, and is not among the objects with these UIDs; one kind and namespace after another. */
export function* forEachPrunable(kubectl: Kubectl, { mappings, namespaces }: PruneScope, kept: ReadonlySet<string>, each: (mapping: Mapping, object: AnyObject) => Process): Process {
  for (const mapping of mappings) {
    for (const namespace of mapping.namespaced ? namespaces : [undefined]) {
      const objects = yield* listAll(kubectl, { type: 'list', mapping, namespace, labels: kubectl.flags.text('selector'), fields: '' });
      for (const object of objects) if (hasLastApplied(object) && !kept.has(textAt(object, 'metadata', 'uid'))) yield* each(mapping, object);
    }
  }
}

/** Deletes what can be pruned. */
export function* prune(kubectl: Kubectl, applied: readonly Applied[], mappings: readonly Mapping[]): Process {
  yield* warnOfDefaultKinds(kubectl);
  const kept = new Set(applied.map(({ object }) => textAt(object, 'metadata', 'uid')));
  const namespaces = [...new Set(applied.map(({ namespace }) => namespace).filter((each) => each !== undefined))];
  yield* forEachPrunable(kubectl, { mappings, namespaces }, kept, function* pruneOne(mapping, object) {
    if (dryRunOf(kubectl) !== 'client') {
      const options = { propagationPolicy: 'Background' as const, ...(dryRunOf(kubectl) === 'server' ? { dryRun: true } : undefined) };
      const namespace = namespaceOf(object);
      yield* kubectl.api.ask('delete', { mapping, ...(namespace === '' ? {} : { namespace }), name: nameOf(object), options });
    }
    yield* kubectl.out(operationPrinter(kubectl, 'pruned')(object));
  });
}
