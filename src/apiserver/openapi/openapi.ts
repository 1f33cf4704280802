// What the server says of its API in OpenAPI: v3, an index of groups, and for each its paths and types; v2, all in one. Made when
// asked for.
// Upstream: k8s.io/kube-openapi pkg/handler3, pkg/handler

import { compareText, sha256Hex } from '../../base/index.ts';
import { definitionOf } from '../../kinds/index.ts';
import type { AnyKind, DiscoveredResource, KindRegistry } from '../../kinds/index.ts';
import { addCustom, addDefinition, customComponent } from './component-schemas.ts';
import { addPaths, commonComponents } from './operations.ts';
import type { ResourceFacts } from './operations.ts';
import { resourceListFacts, rootFacts, rootPaths } from './root-documents.ts';
import type { RootFacts } from './root-documents.ts';
import { inVersion2 } from './version-2.ts';

const root = '/openapi/v3';
const version2 = '/openapi/v2';

/** What is served under a group and version. */
export interface ServedGroup {
  /** `/apis/apps/v1` */
  readonly path: string;
  readonly resources: readonly DiscoveredResource[];
}

/** The OpenAPI documents of what is served. */
export class OpenApi {
  private readonly groups: readonly ServedGroup[];
  private readonly kinds: KindRegistry;
  private readonly made = new Map<string, object>();

  constructor(groups: readonly ServedGroup[], kinds: KindRegistry) {
    this.groups = groups;
    this.kinds = kinds;
  }

  /** The document at a path, if there is one. */
  get(path: string): object | undefined {
    const known = this.made.get(path);
    if (known) return known;
    const document = this.make(path);
    if (document) this.made.set(path, document);
    return document;
  }

  private make(path: string): object | undefined {
    if (path === root) return this.index();
    if (path === version2) return inVersion2([...this.roots, ...this.groups].flatMap((each) => this.get(root + each.path) ?? []));
    const below = path.startsWith(`${root}/`) ? path.slice(root.length) : '';
    const facts = this.roots.find((each) => each.path === below);
    return facts ? this.rootDocument(facts) : this.groupDocument(below);
  }

  private get roots(): readonly RootFacts[] {
    const groups = this.groups.flatMap(({ path }) => (path.startsWith('/apis/') ? [path.split('/')[2] ?? ''] : []));
    return rootFacts([...new Set(groups)]);
  }

  private rootDocument(facts: RootFacts): object {
    const components: Record<string, object> = {};
    if (facts.component !== undefined) addDefinition(components, facts.component);
    return documentOf(rootPaths(facts), components);
  }

  /** Where each group's document is; its hash changes with it, so that clients may keep it. */
  private index(): object {
    const entries = this.groups.map(({ path, resources }) => {
      const described = JSON.stringify([resources, this.kindsOf(path).map(({ custom }) => custom)]);
      return [path.slice(1), { serverRelativeURL: `${root}${path}?hash=${sha256Hex(described).toUpperCase()}` }] as const;
    });
    const rootEntries = this.roots.map((facts) => [facts.path.slice(1), { serverRelativeURL: `${root}${facts.path}?hash=${sha256Hex(JSON.stringify(facts)).toUpperCase()}` }] as const);
    return { paths: Object.fromEntries([...rootEntries, ...entries].sort(([a], [b]) => compareText(a, b))) };
  }

  private kindsOf(path: string): readonly AnyKind[] {
    const [, , first = '', second] = path.split('/');
    const [group, version] = second === undefined ? ['', first] : [first, second];
    return this.kinds.all.filter((kind) => kind.group === group && kind.version === version);
  }

  private groupDocument(path: string): object | undefined {
    const found = this.groups.find((group) => group.path === path);
    if (!found) return undefined;
    const components: Record<string, object> = {};
    const paths: Record<string, object> = { ...rootPaths(resourceListFacts(path)) };
    for (const name of commonComponents) addDefinition(components, name);
    const kinds = this.kindsOf(path);
    for (const kind of kinds) addCustom(components, kind);
    for (const resource of found.resources) {
      const custom = kinds.find((kind) => kind.custom && kind.plural === resource.name.split('/', 1)[0]);
      addPaths(paths, this.factsOf(path, { resource, ownerKind: ownerOf(resource, found.resources).kind }, custom, components));
    }
    return documentOf(paths, components);
  }

  private factsOf(path: string, { resource, ownerKind }: Pick<ResourceFacts, 'resource' | 'ownerKind'>, custom: AnyKind | undefined, components: Record<string, object>): ResourceFacts {
    const [, , first = '', second] = path.split('/');
    const [group, version] = second === undefined ? ['', first] : [first, second];
    const gvk = { group: resource.group ?? group, version: resource.version ?? version, kind: resource.kind };
    const component = definitionOf(gvk) ?? (custom && customComponent(custom));
    const listComponent = definitionOf({ ...gvk, kind: `${resource.kind}List` });
    for (const name of [component, listComponent]) if (name !== undefined) addDefinition(components, name);
    return { resource, ownerKind, group, version, root: path, component, listComponent, isCustom: custom !== undefined };
  }
}

/** The resource that another is a subresource of; itself if it is none. */
function ownerOf(resource: DiscoveredResource, all: readonly DiscoveredResource[]): DiscoveredResource {
  const [plural] = resource.name.split('/');
  return all.find(({ name }) => name === plural) ?? resource;
}

/** The documents of these groups and versions with their kinds. */
export function openApiOf(groups: readonly ServedGroup[], kinds: KindRegistry): OpenApi {
  return new OpenApi(groups, kinds);
}

function documentOf(paths: object, schemas: object): object {
  const securitySchemes = { BearerToken: { type: 'apiKey', description: 'Bearer Token authentication', name: 'authorization', in: 'header' } };
  return { openapi: '3.0.0', info: { title: 'Kubernetes', version: '1.36' }, paths, components: { schemas, securitySchemes } };
}
