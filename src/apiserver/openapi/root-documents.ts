// The documents of paths that are no resources: the lists of groups and versions, and the version of the server.

import { componentRef } from './component-schemas.ts';

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** One such path: what is found there, and the component that it is. */
export interface RootFacts {
  /** `/apis/apps` */
  readonly path: string;
  /** Undefined for a text. */
  readonly component?: string;
  readonly description: string;
  readonly tag: string;
  readonly operationId: string;
  /** In which forms it is written. */
  readonly mediaTypes?: readonly string[];
}

const json = ['application/json'];
const issuerFacts: readonly RootFacts[] = [
  {
    path: '/.well-known/openid-configuration', tag: 'WellKnown', operationId: 'getServiceAccountIssuerOpenIDConfiguration', mediaTypes: json,
    description: "get service account issuer OpenID configuration, also known as the 'OIDC discovery doc'",
  },
  {
    path: '/openid/v1/jwks', tag: 'openid', operationId: 'getServiceAccountIssuerOpenIDKeyset', mediaTypes: ['application/jwk-set+json'],
    description: 'get service account issuer OpenID JSON Web Key Set (contains public token verification keys)',
  },
];

/** `Apps`, `FlowcontrolApiserver`: a group as names of operations say it. */
export function capitalised(group: string): string {
  return group.replace(/\.k8s\.io$/, '').split('.').map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
}

/** `apps`, `flowcontrolApiserver`: under what operations of a group stand together. */
export function tagOf(group: string): string {
  const name = capitalised(group === '' ? 'core' : group);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** What stands above the groups' versions. */
export function rootFacts(groups: readonly string[]): readonly RootFacts[] {
  return [
    ...issuerFacts,
    { path: '/version', component: 'io.k8s.apimachinery.pkg.version.Info', description: 'get the version information for this server', tag: 'version', operationId: 'getCodeVersion', mediaTypes: json },
    { path: '/api', component: `${meta}.APIVersions`, description: 'get available API versions', tag: 'core', operationId: 'getCoreAPIVersions' },
    { path: '/apis', component: `${meta}.APIGroupList`, description: 'get available API versions', tag: 'apis', operationId: 'getAPIVersions' },
    ...groups.map((group) => ({ path: `/apis/${group}`, component: `${meta}.APIGroup`, description: 'get information of a group', tag: tagOf(group), operationId: `get${capitalised(group)}APIGroup` })),
  ];
}

/** The list of resources of a group's version: `/apis/apps/v1`. */
export function resourceListFacts(path: string): RootFacts {
  const [, , first = '', second] = path.split('/');
  const [group, version] = second === undefined ? ['core', first] : [first, second];
  return { path, component: `${meta}.APIResourceList`, description: 'get available resources', tag: `${tagOf(group)}_${version}`, operationId: `get${capitalised(group)}${capitalised(version)}APIResources` };
}

/** The paths of a document about it. */
export function rootPaths({ path, component, description, tag, operationId, mediaTypes = ['application/json', 'application/vnd.kubernetes.protobuf', 'application/yaml'] }: RootFacts): object {
  const schema = component === undefined ? { type: 'string' } : componentRef(component);
  const content = Object.fromEntries(mediaTypes.map((type) => [type, { schema }]));
  return { [`${path}/`]: { get: { tags: [tag], description, operationId, responses: { 200: { description: 'OK', content }, 401: { description: 'Unauthorized' } } } } };
}
