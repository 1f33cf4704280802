// What the server says of its API in OpenAPI v3: an index of groups, and for each its paths and types. Made when asked for.
// Upstream: k8s.io/kube-openapi pkg/handler3

import { sha256Hex } from '../../base/index.ts';
import { definitionOf } from '../../kinds/index.ts';
import type { AnyKind, DiscoveredResource, KindRegistry } from '../../kinds/index.ts';
import { addCustom, addDefinition, customComponent } from './component-schemas.ts';
import { addPaths, commonComponents } from './operations.ts';

const root = '/openapi/v3';

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
    const document = path === root ? this.index() : this.groupDocument(path.slice(root.length));
    if (document) this.made.set(path, document);
    return document;
  }

  /** Where each group's document is; its hash changes with it, so that clients may keep it. */
  private index(): object {
    const entries = this.groups.map(({ path, resources }) => {
      const described = JSON.stringify([resources, this.kindsOf(path).map(({ custom }) => custom)]);
      return [path.slice(1), { serverRelativeURL: `${root}${path}?hash=${sha256Hex(described).toUpperCase()}` }] as const;
    });
    return { paths: Object.fromEntries(entries) };
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
    const paths: Record<string, object> = {};
    for (const name of commonComponents) addDefinition(components, name);
    const kinds = this.kindsOf(path);
    for (const kind of kinds) addCustom(components, kind);
    for (const resource of found.resources) {
      const custom = kinds.find((kind) => kind.custom && kind.plural === resource.name.split('/', 1)[0]);
      addPaths(paths, this.factsOf(path, resource, custom, components));
    }
    return {
      openapi: '3.0.0', info: { title: 'Kubernetes', version: '1.36' }, paths,
      components: { schemas: components, securitySchemes: { BearerToken: { type: 'apiKey', description: 'Bearer Token authentication', name: 'authorization', in: 'header' } } },
    };
  }

  private factsOf(path: string, resource: DiscoveredResource, custom: AnyKind | undefined, components: Record<string, object>): Parameters<typeof addPaths>[1] {
    const [, , first = '', second] = path.split('/');
    const [group, version] = second === undefined ? ['', first] : [first, second];
    const gvk = { group: resource.group ?? group, version: resource.version ?? version, kind: resource.kind };
    const component = definitionOf(gvk) ?? (custom && customComponent(custom));
    const listComponent = definitionOf({ ...gvk, kind: `${resource.kind}List` });
    for (const name of [component, listComponent]) if (name !== undefined) addDefinition(components, name);
    return { resource, group, version, root: path, component, listComponent };
  }
}
