// What each command and flag takes, as far as a shell can be told: types, names, Pods, containers, entries of the kubeconfig.
// Upstream: k8s.io/kubectl pkg/util/completion/completion.go

import { compareText } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Pod } from '../../../kinds/index.ts';
import { resourceText } from '../../core/discovery.ts';
import { isOperating } from '../../core/errors.ts';
import type { FlagSpec } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { nameOf } from '../../core/object.ts';
import { selectTargets } from '../../resources/builder.ts';
import { listAll } from '../../resources/fetch.ts';
import { podOf } from '../../streaming/pods.ts';
import { noFile, noSpace, offerOf, oneOf } from './offer.ts';
import type { Offer } from './offer.ts';

/** Says what may stand for a word, behind these arguments. */
export type Completer = (kubectl: Kubectl, args: readonly string[], word: string) => Process<Offer>;

/** Whatever goes wrong on the way, a shell is offered nothing then. */
function* orNothing<T>(asking: Process<readonly T[]>): Process<readonly T[]> {
  try {
    return yield* asking;
  } catch (error) {
    if (!isOperating(error)) throw error;
    return [];
  }
}

const beginning = (words: readonly string[], word: string): readonly string[] => words.filter((each) => each.startsWith(word));

/** All types of which single objects can be had: those of the core first. */
function* servedTypes(kubectl: Kubectl): Process<readonly string[]> {
  const { mappings, groups } = yield* kubectl.discovery(1, () => true);
  const preferred = new Map(groups.map((group) => [group.name, group.versions[0]]));
  const served = mappings.filter(({ group, version, verbs }) => preferred.get(group) === version && verbs.includes('get'));
  return served.toSorted((a, b) => compareText(a.group, b.group) || compareText(a.resource, b.resource)).map(resourceText);
}

/** The names of all objects of these types (`pods`, `cm,svc`, `all`). */
function* namesOf(kubectl: Kubectl, types: string): Process<readonly string[]> {
  const names: string[] = [];
  for (const target of yield* selectTargets(kubectl, { args: [types], typeMeansAll: true })) {
    if (target.type === 'list') names.push(...(yield* listAll(kubectl, target)).map(nameOf));
  }
  return names;
}

/** `TYPE/` with the names of its objects. */
function* pairs(kubectl: Kubectl, word: string): Process<readonly string[]> {
  const type = word.slice(0, word.indexOf('/'));
  return beginning((yield* orNothing(namesOf(kubectl, type))).map((name) => `${type}/${name}`), word);
}

/** How types and names are taken: of which types, all when none are named, and how many of one type. */
interface Taken {
  readonly types?: readonly string[];
  readonly isOne?: boolean;
}

/** Types, then names, or both together as `TYPE/NAME`. */
function typesAndNames({ types, isOne = false }: Taken = {}): Completer {
  return function* completeTypesAndNames(kubectl, args, word) {
    const [first] = args;
    if (isOne && (args.length > 1 || first?.includes('/') === true)) return oneOf([]);
    if (first !== undefined && !first.includes('/')) {
      const names = yield* orNothing(namesOf(kubectl, first));
      return oneOf(beginning(names.filter((name) => !args.includes(name, 1)), word));
    }
    if (word.includes('/')) return oneOf((yield* pairs(kubectl, word)).filter((pair) => !args.includes(pair)));
    const known = types ?? (yield* orNothing(servedTypes(kubectl)));
    if (first !== undefined) return offerOf(beginning(known.map((type) => `${type}/`), word), noSpace + noFile);
    const others = types ? '' : word.slice(0, word.lastIndexOf(',') + 1);
    return oneOf(beginning(known.map((type) => `${others}${type}`), word));
  };
}

const withPods = ['daemonsets', 'deployments', 'pods', 'jobs', 'replicasets', 'replicationcontrollers', 'services', 'statefulsets'];

/** A Pod, or something that has Pods. */
const podsAndOwners: Completer = function* completePods(kubectl, args, word) {
  if (args.length > 0) return oneOf([]);
  if (word.includes('/')) return oneOf(yield* pairs(kubectl, word));
  const pods = beginning(yield* orNothing(namesOf(kubectl, 'pods')), word);
  return offerOf([...pods, ...beginning(withPods.map((type) => `${type}/`), word)], pods.length === 0 ? noSpace + noFile : noFile);
};

/** The containers of the Pod that is named first, in the order in which they start. */
const containers: Completer = function* completeContainers(kubectl, args, word) {
  const [pod] = args;
  if (pod === undefined) return oneOf([]);
  return oneOf(beginning(yield* orNothing(containersOf(kubectl, pod)), word));
};

function* containersOf(kubectl: Kubectl, word: string): Process<readonly string[]> {
  const { spec }: Pod = yield* podOf(kubectl, word, 'attach to', 0);
  return [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])].map(({ name }) => name);
}

const logs: Completer = (kubectl, args, word) => (args.length === 1 ? containers(kubectl, args, word) : podsAndOwners(kubectl, args, word));

/** One name of a type. */
const oneName = (type: string): Completer => function* completeName(kubectl, args, word) {
  return oneOf(args.length > 0 ? [] : beginning(yield* orNothing(namesOf(kubectl, type)), word));
};

/** The first of what is copied from and to: a Pod with a colon, perhaps with its namespace, or a path. */
const copied: Completer = function* completeCopied(kubectl, args, word) {
  if (args.length > 0) return offerOf([], noSpace);
  const slash = word.indexOf('/');
  const namespace = word.slice(0, Math.max(slash, 0));
  if (namespace !== '') {
    const here = yield* orNothing(podsIn(kubectl, namespace));
    return offerOf(beginning(here.map((name) => `${namespace}/${name}:`), word), noSpace);
  }
  if (slash === 0 || word === '.') return offerOf([], noSpace);
  const namespaces = (yield* orNothing(namesOf(kubectl, 'namespaces'))).map((name) => `${name}/`);
  const pods = (yield* orNothing(namesOf(kubectl, 'pods'))).map((name) => `${name}:`);
  return offerOf([...beginning([...namespaces, ...pods], word), ...(word === '' ? ['./', '/'] : [])], noSpace);
};

function* podsIn(kubectl: Kubectl, namespace: string): Process<readonly string[]> {
  const mapping = (yield* kubectl.discovery(1, (remembered) => remembered.has('pods'))).need('pods');
  return (yield* listAll(kubectl, { type: 'list', mapping, namespace, labels: '', fields: '' })).map(nameOf);
}

/** The names of entries of the kubeconfig; for an argument only one of them. */
const entries = (kind: 'clusters' | 'contexts' | 'users'): Completer => function* completeEntries({ config }, args, word) {
  return oneOf(args.length > 0 ? [] : beginning([...config[kind].keys()].sort(compareText), word));
};

const words = (...all: readonly string[]): Completer => function* completeWords(_, __, word) {
  return oneOf(beginning(all, word));
};

const scaled = typesAndNames({ types: ['deployment', 'replicaset', 'replicationcontroller', 'statefulset'] });
const rolledOut = ['deployment', 'daemonset', 'statefulset'];
const anyObject = typesAndNames();

const completers: Readonly<Record<string, Completer>> = {
  annotate: anyObject,
  'apply edit-last-applied': anyObject,
  'apply view-last-applied': anyObject,
  attach: podsAndOwners,
  autoscale: scaled,
  completion: (kubectl, args, word) => (args.length > 0 ? anythingElse() : words('bash', 'fish', 'powershell', 'zsh')(kubectl, args, word)),
  'config delete-cluster': entries('clusters'),
  'config delete-context': entries('contexts'),
  'config delete-user': entries('users'),
  'config rename-context': entries('contexts'),
  'config set-context': entries('contexts'),
  'config use-context': entries('contexts'),
  cordon: oneName('nodes'),
  cp: copied,
  'create token': oneName('serviceaccounts'),
  debug: anyObject,
  delete: anyObject,
  describe: anyObject,
  drain: oneName('nodes'),
  edit: anyObject,
  exec: podsAndOwners,
  expose: typesAndNames({ types: ['pod', 'service', 'replicationcontroller', 'deployment', 'replicaset'] }),
  get: anyObject,
  label: anyObject,
  logs,
  patch: anyObject,
  'port-forward': podsAndOwners,
  'rollout history': typesAndNames({ types: rolledOut }),
  'rollout pause': typesAndNames({ types: ['deployment'] }),
  'rollout restart': typesAndNames({ types: rolledOut }),
  'rollout resume': typesAndNames({ types: ['deployment'] }),
  'rollout status': typesAndNames({ types: rolledOut, isOne: true }),
  'rollout undo': typesAndNames({ types: rolledOut }),
  scale: scaled,
  'set image': typesAndNames({ types: ['daemonsets', 'deployments', 'pods', 'cronjobs', 'replicasets', 'replicationcontrollers', 'statefulsets'], isOne: true }),
  taint: typesAndNames({ types: ['node'] }),
  'top node': oneName('nodes'),
  'top pod': oneName('pods'),
  uncordon: oneName('nodes'),
};

function* anythingElse(): Process<Offer> {
  return offerOf([], 0);
}

/** What a command takes, by its path; undefined where nothing is known of it. */
export const completerOf = (path: string): Completer | undefined => completers[path.replace(/^kubectl ?/, '')];

const flagCompleters: Readonly<Record<string, Completer>> = {
  'exec --container': containers,
  'get --output': words('json', 'yaml', 'kyaml', 'name', 'go-template', 'go-template-file', 'template', 'templatefile', 'jsonpath', 'jsonpath-as-json', 'jsonpath-file', 'custom-columns', 'custom-columns-file', 'wide'),
};

/** Those that all commands have; their words do not depend on what else stands in the line. */
const globalCompleters: Readonly<Record<string, Completer>> = {
  cluster: (kubectl, _, word) => entries('clusters')(kubectl, [], word),
  context: (kubectl, _, word) => entries('contexts')(kubectl, [], word),
  namespace: (kubectl, _, word) => oneName('namespaces')(kubectl, [], word),
  user: (kubectl, _, word) => entries('users')(kubectl, [], word),
};

/** What a flag takes; a command's own flag is another than the global one of its name. */
export function flagCompleterOf(path: string, { name }: FlagSpec, own: readonly FlagSpec[]): Completer | undefined {
  return flagCompleters[`${path.replace(/^kubectl ?/, '')} --${name}`] ?? (own.some((flag) => flag.name === name) ? undefined : globalCompleters[name]);
}
