// The documents of paths that are no resources: the lists of groups and versions, and the version of the server.

import { componentRef } from './component-schemas.ts';

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** One such path: what is found there, and the component that it is. */
export interface RootFacts {
  /** `/apis/apps` */
  readonly path: string;
  readonly component: string;
  readonly description: string;
  readonly tag: string;
}

/** What stands above the groups' versions. */
export function rootFacts(groups: readonly string[]): readonly RootFacts[] {
  return [
    { path: '/api', component: `${meta}.APIVersions`, description: 'get available API versions', tag: 'core' },
    { path: '/apis', component: `${meta}.APIGroupList`, description: 'get available API versions', tag: 'apis' },
    ...groups.map((group) => ({ path: `/apis/${group}`, component: `${meta}.APIGroup`, description: 'get information of a group', tag: group.split('.', 1)[0] ?? group })),
  ];
}

/** The paths of a document about it. */
export function rootPaths({ path, component, description, tag }: RootFacts): object {
  const schema = componentRef(component);
  const content = Object.fromEntries(['application/json', 'application/yaml'].map((type) => [type, { schema }]));
  return { [`${path}/`]: { get: { tags: [tag], description, responses: { 200: { description: 'OK', content }, 401: { description: 'Unauthorized' } } } } };
}
