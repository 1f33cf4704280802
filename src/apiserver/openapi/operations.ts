// The paths of a resource with what can be done there.
// Upstream: k8s.io/apiserver pkg/endpoints/installer.go

import type { DiscoveredResource } from '../../kinds/index.ts';
import { componentRef } from './component-schemas.ts';

/** What of a resource the paths are made from. */
export interface ResourceFacts {
  readonly resource: DiscoveredResource;
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
const statusComponent = 'io.k8s.apimachinery.pkg.apis.meta.v1.Status';
/** Components that any operation may name. */
export const commonComponents: readonly string[] = [patchComponent, deleteOptionsComponent, statusComponent];

const mediaTypes = ['application/json', 'application/yaml'];
/** What kubectl looks at before it patches: custom objects have no merge keys. */
const customPatchTypes = ['application/apply-patch+yaml', 'application/json-patch+json', 'application/merge-patch+json'];
const patchTypes = [...customPatchTypes, 'application/strategic-merge-patch+json'];

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

interface VerbFacts {
  readonly method: Method;
  readonly action: string;
  readonly isOnMany: boolean;
  readonly query: readonly string[];
}

const listQuery = ['allowWatchBookmarks', 'continue', 'fieldSelector', 'labelSelector', 'limit', 'resourceVersion', 'resourceVersionMatch', 'sendInitialEvents', 'timeoutSeconds', 'watch'];
const writeQuery = ['dryRun', 'fieldManager', 'fieldValidation'];

const verbs: Readonly<Record<string, VerbFacts>> = {
  get: { method: 'get', action: 'get', isOnMany: false, query: [] },
  list: { method: 'get', action: 'list', isOnMany: true, query: listQuery },
  create: { method: 'post', action: 'post', isOnMany: true, query: writeQuery },
  update: { method: 'put', action: 'put', isOnMany: false, query: writeQuery },
  patch: { method: 'patch', action: 'patch', isOnMany: false, query: [...writeQuery, 'force'] },
  delete: { method: 'delete', action: 'delete', isOnMany: false, query: ['dryRun', 'gracePeriodSeconds', 'orphanDependents', 'propagationPolicy'] },
  deletecollection: { method: 'delete', action: 'deletecollection', isOnMany: true, query: ['continue', 'dryRun', 'fieldSelector', 'gracePeriodSeconds', 'labelSelector', 'limit', 'orphanDependents', 'propagationPolicy', 'resourceVersion', 'resourceVersionMatch', 'sendInitialEvents', 'timeoutSeconds'] },
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
    if (!verbFacts) continue;
    const isOnOne = isSub || !verbFacts.isOnMany;
    addOperation(paths, isOnOne ? one : base, parametersOf(resource, isOnOne), verbFacts, facts);
    if (verb === 'list' && resource.namespaced) addOperation(paths, `${root}/${plural}`, [], verbFacts, facts);
  }
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
  paths[path] = { ...item, [verb.method]: operation(verb, facts, verb.query.map(query)) };
}

function operation({ method, action }: VerbFacts, { resource, group, version, component, listComponent, isCustom }: ResourceFacts, parameters: readonly object[]): object {
  const isDelete = method === 'delete';
  const answered = isDelete ? statusComponent : action === 'list' ? listComponent : component;
  const content = (name: string | undefined, types: readonly string[]): object => Object.fromEntries(types.map((type) => [type, { schema: name === undefined ? { type: 'object' } : componentRef(name) }]));
  const written = method === 'patch' ? content(patchComponent, isCustom ? customPatchTypes : patchTypes) : isDelete ? content(deleteOptionsComponent, ['application/json']) : method === 'get' ? undefined : content(component, ['application/json']);
  return {
    tags: [`${(group.split('.')[0] ?? '') || 'core'}_${version}`],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(written === undefined ? {} : { requestBody: { content: written, ...(isDelete ? {} : { required: true }) } }),
    responses: { 200: { description: 'OK', content: content(answered, mediaTypes) }, 401: { description: 'Unauthorized' } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group: resource.group ?? group, version: resource.version ?? version, kind: resource.kind },
  };
}
