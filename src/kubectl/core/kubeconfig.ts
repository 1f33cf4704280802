// The kubeconfig: clusters, users and contexts, and which of them a run uses.
// Upstream: k8s.io/client-go tools/clientcmd

import { compareText, isObject, jsonKind, quote } from '../../base/index.ts';
import type { FileSystem } from '../../machine/index.ts';
import { joinPath } from '../../machine/index.ts';
import { CommandError, PlainError } from './errors.ts';
import { configFields, tidy } from './kubeconfig-fields.ts';
import { YamlError, formatYaml, parseYaml } from './yaml.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The contents of a kubeconfig, by name. */
export interface Kubeconfig {
  readonly clusters: ReadonlyMap<string, Fields>;
  readonly users: ReadonlyMap<string, Fields>;
  readonly contexts: ReadonlyMap<string, Fields>;
  readonly currentContext: string;
  readonly preferences: Fields;
}

export const emptyKubeconfig: Kubeconfig = { clusters: new Map(), users: new Map(), contexts: new Map(), currentContext: '', preferences: {} };

function named(list: unknown, field: string): ReadonlyMap<string, Fields> {
  const found = new Map<string, Fields>();
  for (const entry of (list ?? []) as readonly Fields[]) {
    const { name, [field]: value } = entry;
    if (typeof name === 'string' && !found.has(name)) found.set(name, isObject(value) ? value : {});
  }
  return found;
}

/** Reads a kubeconfig's text; throws CommandError or YamlError. */
export function parseKubeconfig(text: string): Kubeconfig {
  const parsed = parseYaml(text);
  if (parsed === null || parsed === undefined) return emptyKubeconfig;
  if (!isObject(parsed)) {
    throw new CommandError(`couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonKind(parsed)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`);
  }
  const { kind = 'Config', apiVersion = 'v1' } = parsed;
  if (kind !== 'Config' || apiVersion !== 'v1') {
    throw new CommandError(`no kind ${quote(String(kind))} is registered for version ${quote(String(apiVersion))} in scheme "k8s.io/client-go/tools/clientcmd/api/latest/latest.go:50"`);
  }
  const read = tidy(parsed, configFields);
  const { preferences = {}, 'current-context': currentContext } = read;
  return {
    clusters: named(read['clusters'], 'cluster'), users: named(read['users'], 'user'), contexts: named(read['contexts'], 'context'),
    currentContext: String(currentContext), preferences: preferences as Fields,
  };
}

function list(entries: ReadonlyMap<string, Fields>, field: string): unknown {
  return [...entries].sort(([a], [b]) => compareText(a, b)).map(([name, value]) => ({ name, [field]: value }));
}

/** A kubeconfig as an object with its fields in the order of their types, its lists in the order of the names. */
export function kubeconfigObject({ clusters, users, contexts, currentContext, preferences }: Kubeconfig): Fields {
  return tidy({
    kind: 'Config', apiVersion: 'v1', preferences, clusters: list(clusters, 'cluster'), users: list(users, 'user'), contexts: list(contexts, 'context'), 'current-context': currentContext,
  }, configFields);
}

/** The files that a run reads, in order; the first also takes what is changed. */
export function kubeconfigPaths(given: string, env: ReadonlyMap<string, string>): readonly string[] {
  if (given !== '') return [given];
  const fromEnv = (env.get('KUBECONFIG') ?? '').split(':').filter((path) => path !== '');
  return fromEnv.length > 0 ? fromEnv : [`${env.get('HOME') ?? '/root'}/.kube/config`];
}

/** Reads and merges the files; earlier ones win. A file that was named by flag must exist. */
export function loadKubeconfig(files: FileSystem, cwd: string, paths: readonly string[], mustExist: boolean): Kubeconfig {
  let merged = emptyKubeconfig;
  for (const path of paths) {
    const at = joinPath(cwd, path);
    if (!files.exists(at)) {
      if (mustExist) throw new CommandError(`stat ${path}: no such file or directory`);
      continue;
    }
    const config = readKubeconfig(files, at, path);
    merged = {
      clusters: new Map([...config.clusters, ...merged.clusters]),
      users: new Map([...config.users, ...merged.users]),
      contexts: new Map([...config.contexts, ...merged.contexts]),
      currentContext: merged.currentContext === '' ? config.currentContext : merged.currentContext,
      preferences: { ...config.preferences, ...merged.preferences },
    };
  }
  return merged;
}

/** Reads a file that is there. @param shown the path as it was typed */
function readKubeconfig(files: FileSystem, at: string, shown: string): Kubeconfig {
  try {
    return parseKubeconfig(files.read(at));
  } catch (error) {
    if (!(error instanceof CommandError) && !(error instanceof YamlError)) throw error;
    throw new CommandError(`error loading config file ${quote(shown)}: ${error.message}`);
  }
}

/** Writes a kubeconfig to a file, with the directories above it. */
export function saveKubeconfig(files: FileSystem, cwd: string, path: string, config: Kubeconfig): void {
  const at = joinPath(cwd, path);
  const directory = joinPath(at, '..');
  if (!files.exists(directory)) files.makeDirectory(directory, { parents: true });
  files.write(at, formatYaml(kubeconfigObject(config)), 0o600);
}

/** What flags say in place of the kubeconfig. */
export interface Overrides {
  readonly server: string;
  readonly context: string;
  readonly cluster: string;
  readonly user: string;
}

/** Where a run's requests go, and as whom. */
export interface Connection {
  readonly server: string;
  /** The kubeconfig's name for the user. */
  readonly userName: string;
  /** What it says of the user; undefined when it has none of that name. */
  readonly user: Fields | undefined;
  readonly namespace: string;
  /** The kubeconfig's name for the cluster, and the file with its certificate authority: '' for none. */
  readonly cluster: string;
  readonly authority: string;
}

const textOf = (fields: Fields | undefined, key: string): string => {
  const value = fields?.[key];
  return typeof value === 'string' ? value : '';
};

/** What is asked of a kubeconfig first. */
interface Order {
  /** Whether the client is made before the namespace is looked for. */
  readonly clientFirst: boolean;
}

/** Chooses context, cluster and user. */
export function resolveConnection(config: Kubeconfig, overrides: Overrides, { clientFirst }: Order): Connection {
  if (clientFirst) refuseUnknown(config, overrides);
  const contextName = overrides.context === '' ? config.currentContext : overrides.context;
  const context = config.contexts.get(contextName);
  const clusterName = overrides.cluster === '' ? textOf(context, 'cluster') : overrides.cluster;
  const userName = overrides.user === '' ? textOf(context, 'user') : overrides.user;
  const cluster = config.clusters.get(clusterName);
  if (config !== emptyKubeconfig || contextName !== '') refuseUnusable({ lackingContext: context ? '' : contextName, lackingCluster: cluster || overrides.cluster === '' ? undefined : clusterName });
  refuseUnknown(config, overrides);
  const server = overrides.server === '' ? textOf(cluster, 'server') : overrides.server;
  return {
    server: server === '' ? 'http://localhost:8080' : server,
    userName,
    user: config.users.get(userName),
    namespace: textOf(context, 'namespace'),
    cluster: clusterName,
    authority: textOf(cluster, 'certificate-authority-data') === '' ? textOf(cluster, 'certificate-authority') : '',
  };
}

/** What a client says of names on the command line that the kubeconfig does not have. */
function refuseUnknown({ users, contexts, clusters }: Kubeconfig, { user, context, cluster }: Overrides): void {
  const refuse = (known: ReadonlyMap<string, Fields>, name: string, what: string): void => {
    if (name !== '' && !known.has(name)) throw new CommandError(`${what} ${quote(name)} does not exist`);
  };
  refuse(users, user, 'auth info');
  refuse(contexts, context, 'context');
  refuse(clusters, cluster, 'cluster');
}

/** What whoever looks for a namespace says of a kubeconfig that is no good as it is chosen from. */
function refuseUnusable({ lackingContext, lackingCluster }: { readonly lackingContext: string; readonly lackingCluster: string | undefined }): void {
  const ofContext = lackingContext === '' ? undefined : `context was not found for specified context: ${lackingContext}`;
  const ofCluster = lackingCluster === undefined ? undefined : `no server found for cluster ${quote(lackingCluster)}`;
  if (ofContext !== undefined) throw new PlainError(ofCluster === undefined ? `Error in configuration: ${ofContext}` : `Error in configuration: \n* ${ofContext}\n* ${ofCluster}`);
  if (ofCluster !== undefined) throw new CommandError(ofCluster);
}
