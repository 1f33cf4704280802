// The paths of a resource with what can be done there.
// Upstream: k8s.io/apiserver pkg/endpoints/installer.go

import type { DiscoveredResource } from '../../kinds/index.ts';
import { componentRef } from './component-schemas.ts';
import { capitalised, tagOf } from './root-documents.ts';

/** What of a resource the paths are made from. */
export interface ResourceFacts {
  readonly resource: DiscoveredResource;
  /** Of a subresource: the kind that it is one of; else its own. */
  readonly ownerKind: string;
  readonly group: string;
  readonly version: string;
  /** `/apis/apps/v1` */
  readonly root: string;
  /** The component of its objects, and of their lists; undefined where none is recorded. */
  readonly component: string | undefined;
  readonly listComponent: string | undefined;
  /** Whether a CustomResourceDefinition says what it is. */
  readonly isCustom: boolean;
}

const patchComponent = 'io.k8s.apimachinery.pkg.apis.meta.v1.Patch';
const deleteOptionsComponent = 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions';
const resourceListComponent = 'io.k8s.apimachinery.pkg.apis.meta.v1.APIResourceList';
const watchEventComponent = 'io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent';
const statusComponent = 'io.k8s.apimachinery.pkg.apis.meta.v1.Status';
/** Components that any group's document names. */
export const commonComponents: readonly string[] = [patchComponent, deleteOptionsComponent, resourceListComponent, statusComponent, watchEventComponent];

const mediaTypes = ['application/json', 'application/yaml'];
/** What kubectl looks at before it patches: custom objects have no merge keys. */
const customPatchTypes = ['application/apply-patch+yaml', 'application/json-patch+json', 'application/merge-patch+json'];
const patchTypes = [...customPatchTypes, 'application/strategic-merge-patch+json'];

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

interface VerbFacts {
  readonly method: Method;
  readonly action: string;
  /** How names of operations begin. */
  readonly word: string;
  readonly isOnMany: boolean;
  readonly query: readonly string[];
}

const listQuery = ['allowWatchBookmarks', 'continue', 'fieldSelector', 'labelSelector', 'limit', 'resourceVersion', 'resourceVersionMatch', 'sendInitialEvents', 'timeoutSeconds', 'watch'];
const writeQuery = ['dryRun', 'fieldManager', 'fieldValidation'];

const verbs: Readonly<Record<string, VerbFacts>> = {
  get: { method: 'get', action: 'get', word: 'read', isOnMany: false, query: [] },
  list: { method: 'get', action: 'list', word: 'list', isOnMany: true, query: listQuery },
  create: { method: 'post', action: 'post', word: 'create', isOnMany: true, query: writeQuery },
  update: { method: 'put', action: 'put', word: 'replace', isOnMany: false, query: writeQuery },
  patch: { method: 'patch', action: 'patch', word: 'patch', isOnMany: false, query: [...writeQuery, 'force'] },
  delete: { method: 'delete', action: 'delete', word: 'delete', isOnMany: false, query: ['dryRun', 'gracePeriodSeconds', 'orphanDependents', 'propagationPolicy'] },
  watch: { method: 'get', action: 'watch', word: 'watch', isOnMany: false, query: listQuery },
  watchlist: { method: 'get', action: 'watchlist', word: 'watch', isOnMany: true, query: listQuery },
  deletecollection: { method: 'delete', action: 'deletecollection', word: 'delete', isOnMany: true, query: ['continue', 'dryRun', 'fieldSelector', 'gracePeriodSeconds', 'labelSelector', 'limit', 'orphanDependents', 'propagationPolicy', 'resourceVersion', 'resourceVersionMatch', 'sendInitialEvents', 'timeoutSeconds'] },
};
const types: Readonly<Record<string, string>> = {
  allowWatchBookmarks: 'boolean', force: 'boolean', gracePeriodSeconds: 'integer', limit: 'integer', orphanDependents: 'boolean',
  sendInitialEvents: 'boolean', timeoutSeconds: 'integer', watch: 'boolean',
};

/** Adds the paths of a resource or subresource. */
export function addPaths(paths: Record<string, object>, facts: ResourceFacts): void {
  const { resource, root } = facts;
  const [plural = '', subresource] = resource.name.split('/');
  const base = resource.namespaced ? `${root}/namespaces/{namespace}/${plural}` : `${root}/${plural}`;
  const isSub = subresource !== undefined;
  const one = isSub ? `${base}/{name}/${subresource}` : `${base}/{name}`;
  for (const verb of resource.verbs) {
    const verbFacts = verbs[verb];
    if (!verbFacts || verb === 'watch') continue;
    const isOnOne = isSub || !verbFacts.isOnMany;
    addOperation(paths, isOnOne ? one : base, parametersOf(resource, isOnOne), verbFacts, facts);
    if (verb === 'list' && resource.namespaced) addOperation(paths, `${root}/${plural}`, [], verbFacts, facts);
  }
  if (resource.verbs.includes('watch') && !facts.isCustom && !isSub) addWatches(paths, facts);
}

/** The old paths to watch at; objects that definitions made know never had them. */
function addWatches(paths: Record<string, object>, facts: ResourceFacts): void {
  const { resource, root } = facts;
  const below = `${root}/watch`;
  const many = [`${below}/${resource.name}`, ...(resource.namespaced ? [`${below}/namespaces/{namespace}/${resource.name}`] : [])];
  for (const path of many) addWatch(paths, path, verbs['watchlist'], facts);
  addWatch(paths, `${many.at(-1) ?? below}/{name}`, verbs['watch'], facts);
}

function addWatch(paths: Record<string, object>, path: string, verb: VerbFacts | undefined, facts: ResourceFacts): void {
  if (!verb) return;
  const isInNamespace = path.includes('{namespace}');
  const inPath = parametersOf({ ...facts.resource, namespaced: isInNamespace }, path.endsWith('{name}'));
  addOperation(paths, path, inPath, verb, facts);
}

function parametersOf({ kind, namespaced }: DiscoveredResource, isOnOne: boolean): readonly object[] {
  const inPath = (name: string, description: string): object => ({ name, in: 'path', description, required: true, schema: { type: 'string', uniqueItems: true } });
  return [
    ...(isOnOne ? [inPath('name', `name of the ${kind}`)] : []),
    ...(namespaced ? [inPath('namespace', 'object name and auth scope, such as for teams and projects')] : []),
  ];
}

function addOperation(paths: Record<string, object>, path: string, parameters: readonly object[], verb: VerbFacts, facts: ResourceFacts): void {
  const query = (name: string): object => ({ name, in: 'query', schema: { type: types[name] ?? 'string', uniqueItems: true } });
  const item = paths[path] ?? { parameters: [...parameters, query('pretty')] };
  paths[path] = { ...item, [verb.method]: { ...operation(verb, facts, verb.query.map(query)), ...named(path, verb, facts) } };
}

/** Subresources that lead somewhere: all methods do the same there. */
const connections: ReadonlySet<string> = new Set(['attach', 'exec', 'portforward', 'proxy']);

interface Named {
  readonly operationId: string;
  readonly description: string;
  readonly 'x-kubernetes-action': string;
}

/** What an operation is called, and what it does. */
function named(path: string, { method, action, word }: VerbFacts, { resource, ownerKind, group, version, isCustom }: ResourceFacts): Named {
  const [, subresource = ''] = resource.name.split('/');
  const isConnection = connections.has(subresource);
  const isInNamespace = path.includes('{namespace}');
  const operationId = [
    isConnection ? 'connect' : word, capitalised(group === '' ? 'core' : group), capitalised(version),
    isConnection ? capitalised(method) : action === 'deletecollection' ? 'Collection' : '', isInNamespace ? 'Namespaced' : '',
    ownerKind, capitalised(subresource), action === 'watchlist' ? 'List' : '', (action === 'list' || action === 'watchlist') && resource.namespaced && !isInNamespace ? 'ForAllNamespaces' : '',
  ].join('');
  if (isConnection) return { operationId, description: `connect ${method.toUpperCase()} requests to ${subresource} of ${ownerKind}`, 'x-kubernetes-action': 'connect' };
  const isWatched = !isCustom && resource.verbs.includes('watch');
  return { operationId, description: descriptionOf({ action, isWatched, kind: ownerKind, subresource }), 'x-kubernetes-action': action };
}

const oldWatch = "deprecated: use the 'watch' parameter with a list operation instead";

function descriptionOf({ action, isWatched, kind, subresource }: { readonly action: string; readonly isWatched: boolean; readonly kind: string; readonly subresource: string }): string {
  const one = /[^s]s$/.test(kind) ? kind : `${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind}`;
  const part = subresource === '' ? '' : `${subresource} of `;
  switch (action) {
    case 'get': return `read ${part}the specified ${kind}`;
    case 'list': return `${isWatched ? 'list or watch' : 'list'} objects of kind ${kind}`;
    case 'post': return `create ${part}${one}`;
    case 'put': return `replace ${part}the specified ${kind}`;
    case 'patch': return `partially update ${part}the specified ${kind}`;
    case 'delete': return `delete ${one}`;
    case 'watch': return `watch changes to an object of kind ${kind}. ${oldWatch}, filtered to a single item with the 'fieldSelector' parameter.`;
    case 'watchlist': return `watch individual changes to a list of ${kind}. ${oldWatch}.`;
    default: return `delete collection of ${kind}`;
  }
}

function operation({ method, action }: VerbFacts, { resource, group, version, component, listComponent, isCustom }: ResourceFacts, parameters: readonly object[]): object {
  const isDelete = method === 'delete';
  const answered = action.startsWith('watch') ? watchEventComponent : isDelete ? statusComponent : action === 'list' ? listComponent : component;
  const content = (name: string | undefined, types: readonly string[]): object => Object.fromEntries(types.map((type) => [type, { schema: name === undefined ? { type: 'object' } : componentRef(name) }]));
  const written = method === 'patch' ? content(patchComponent, isCustom ? customPatchTypes : patchTypes) : isDelete ? content(deleteOptionsComponent, ['application/json']) : method === 'get' ? undefined : content(component, ['application/json']);
  return {
    tags: [`${tagOf(group)}_${version}`],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(written === undefined ? {} : { requestBody: { content: written, ...(isDelete ? {} : { required: true }) } }),
    responses: { 200: { description: 'OK', content: content(answered, mediaTypes) }, 401: { description: 'Unauthorized' } },
    'x-kubernetes-group-version-kind': { group: resource.group ?? group, version: resource.version ?? version, kind: resource.kind },
  };
}
