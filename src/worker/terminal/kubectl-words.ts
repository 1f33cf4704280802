import type { World } from '../../cluster/index.ts';
import { faultVerbs } from '../../cluster/index.ts';
import { prefixRange } from '../../etcd/index.ts';
import { kindNamesOf } from '../kind-names.ts';

const verbs: readonly string[] = [
  'annotate', 'api-resources', 'api-versions', 'apply', 'attach', 'auth', 'autoscale', 'certificate', 'cluster-info', 'completion', 'config', 'cordon', 'cp', 'create',
  'debug', 'delete', 'describe', 'diff', 'drain', 'edit', 'events', 'exec', 'explain', 'expose', 'get', 'kustomize', 'label', 'logs', 'options', 'patch', 'plugin',
  'port-forward', 'proxy', 'replace', 'rollout', 'run', 'scale', 'set', 'taint', 'top', 'uncordon', 'version', 'wait',
];

const subcommands: Readonly<Record<string, readonly string[]>> = {
  rollout: ['history', 'pause', 'restart', 'resume', 'status', 'undo'],
  set: ['env', 'image', 'resources', 'selector', 'serviceaccount', 'subject'],
  config: ['current-context', 'get-contexts', 'set-context', 'use-context', 'view'],
  auth: ['can-i', 'whoami', 'reconcile'],
  top: ['node', 'pod'],
  create: ['configmap', 'deployment', 'ingress', 'job', 'cronjob', 'namespace', 'priorityclass', 'quota', 'secret', 'service', 'serviceaccount', 'role', 'rolebinding', 'clusterrole', 'clusterrolebinding', 'poddisruptionbudget', 'token'],
  apply: ['edit-last-applied', 'set-last-applied', 'view-last-applied'],
};

/** Verbs that take `TYPE NAME`. */
const onTypes: ReadonlySet<string> = new Set(['get', 'describe', 'delete', 'edit', 'label', 'annotate', 'patch', 'scale', 'autoscale', 'expose', 'wait', 'explain', 'taint']);
/** Verbs that take names of one kind. */
const onKind: Readonly<Record<string, string>> = { logs: 'pods', exec: 'pods', attach: 'pods', debug: 'pods', 'port-forward': 'pods', cp: 'pods', cordon: 'nodes', uncordon: 'nodes', drain: 'nodes' };

/** What may follow these words of a kubectl command; undefined where a file is wanted. */
export function kubectlWords(world: World, words: readonly string[], begun: string): readonly string[] | undefined {
  const last = words.at(-1);
  if (last === '-f' || last === '--filename' || last === '-k') return undefined;
  if (last === '-n' || last === '--namespace') return namesOf(world, 'namespaces', undefined);
  if (last === '-o' || last === '--output') return ['json', 'yaml', 'wide', 'name', 'jsonpath=', 'custom-columns='];
  const namespace = namespaceIn(words);
  const [verb, ...rest] = words.filter((word, at) => !word.startsWith('-') && !takesValue(words[at - 1]));
  if (verb === undefined) return verbs;
  if (begun.startsWith('-')) return ['--namespace', '--all-namespaces', '--output', '--selector', '--watch', '--filename', '--dry-run', '--help'];
  const kind = onKind[verb];
  if (kind !== undefined) return rest.length === 0 || kind === 'nodes' ? namesOf(world, kind, namespace) : [];
  const known = subcommands[verb];
  if (known && rest.length === 0) return known;
  if (verb === 'rollout' || verb === 'set') return typesOrNames(world, rest.slice(1), begun, namespace, ['deployments', 'daemonsets', 'statefulsets']);
  if (onTypes.has(verb)) return typesOrNames(world, rest, begun, namespace, undefined);
  return undefined;
}

/** What may follow these words of an orrery command. */
export function orreryWords(world: World, words: readonly string[]): readonly string[] {
  const [verb] = words;
  if (verb === undefined) return Object.keys(faultVerbs);
  if (verb === 'power' && words.length === 1) return ['off', 'on'];
  if (verb !== 'stop' && verb !== 'start') return [...world.machines.keys()];
  return [...world.machines.values()].flatMap(({ name, components }) => components.map((component) => `${name}/${component.name}`));
}

function typesOrNames(world: World, rest: readonly string[], begun: string, namespace: string, only: readonly string[] | undefined): readonly string[] {
  const types = only ?? kindNamesOf(world).registry.all.map(({ plural }) => plural);
  const [type] = rest;
  if (type !== undefined) return namesOf(world, type, namespace);
  const slash = begun.indexOf('/');
  if (slash < 0) return [...new Set(types)].toSorted();
  const prefix = begun.slice(0, slash);
  return namesOf(world, prefix, namespace).map((name) => `${prefix}/${name}`);
}

function takesValue(word: string | undefined): boolean {
  return word !== undefined && ['-n', '--namespace', '-f', '--filename', '-o', '--output', '-l', '--selector', '-c', '--container'].includes(word);
}

function namespaceIn(words: readonly string[]): string {
  const at = words.findIndex((word) => word === '-n' || word === '--namespace');
  return (at < 0 ? undefined : words[at + 1]) ?? 'default';
}

/** Names of the stored objects of a resource, in order. */
function namesOf(world: World, resource: string, namespace: string | undefined): readonly string[] {
  const [kind] = kindNamesOf(world).registry.named(resource);
  const store = world.etcd.map(({ process }) => process?.store).reduce((best, store) => (store && (!best || store.revision > best.revision) ? store : best), undefined);
  if (!kind || !store) return [];
  const place = kind.namespaced && namespace !== undefined ? `${namespace}/` : '';
  const { kvs } = store.range({ type: 'range', ...prefixRange(`/registry/${kind.registryPath}/${place}`), keysOnly: true });
  return kvs.map(({ key }) => key.slice(key.lastIndexOf('/') + 1)).toSorted();
}
