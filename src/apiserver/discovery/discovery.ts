// What the server tells about itself: groups, resources, version, health.

import { apiVersionOf, discovery, discoveryPath } from '../../kinds/index.ts';
import type { AnyKind, DiscoveredGroup, DiscoveredResource, DiscoveryDocument, KindRegistry } from '../../kinds/index.ts';
import type { OpenApi, openApiOf } from '../openapi/openapi.ts';
import { withAggregated } from './aggregated-groups.ts';
import type { Aggregated } from './aggregated-groups.ts';
import { customGroups, customResources } from './custom-discovery.ts';

/** What a server serves, and what it says of that. */
export interface Served {
  readonly kinds: KindRegistry;
  /** Where clients reach it. */
  readonly advertise: { readonly address: string; readonly port: number };
  /** What others serve. */
  readonly aggregated: Aggregated;
  /** Makes the OpenAPI documents, when somebody asks for them. */
  readonly openApiOf: typeof openApiOf;
}

/** The discovery documents of what is served, by path. */
export class Discovery {
  private readonly documents = new Map<string, unknown>();
  private readonly lists = new Map<string, ResourceList>();
  private readonly whole = new Map<string, object>();
  private groups: readonly DiscoveredGroup[] = [];
  private readonly served: Served;
  /** Where versions are that are served elsewhere. */
  private readonly elsewhere: string[] = [];
  private madeOpenApi: OpenApi | undefined;

  /** Groups of which this server itself has versions. */
  private readonly own: ReadonlySet<string>;

  constructor(all: Served) {
    const { kinds, advertise, aggregated } = all;
    const served = new Map<string, Set<string>>();
    this.addCustom(kinds.all.filter(({ custom }) => custom), served);
    for (const kind of kinds.all) {
      if (kind.custom) continue;
      const path = discoveryPath(kind.group, kind.version);
      const resources = served.get(path);
      if (resources) resources.add(kind.plural);
      else served.set(path, new Set([kind.plural]));
    }
    for (const [path, plurals] of served) {
      if (this.lists.has(path)) continue;
      const list = resourceList(path, plurals);
      this.lists.set(path, list);
      this.documents.set(path, list);
    }
    this.own = new Set([...served.keys()].map((path) => splitPath(path).group));
    this.addGroups(served, aggregated);
    this.documents.set('/api', {
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: `${advertise.address}:${advertise.port}` }],
    });
    this.documents.set('/version', discovery['/version']);
    this.served = all;
  }

  /** The document at a path, if there is one. */
  get(path: string): unknown {
    return this.documents.get(path) ?? (path.startsWith('/openapi/') ? this.openApi.get(path) : undefined);
  }

  /** What is served, in OpenAPI v3. */
  private get openApi(): OpenApi {
    return (this.madeOpenApi ??= this.served.openApiOf([...this.lists].map(([path, { resources }]) => ({ path, resources })), this.served.kinds));
  }

  /** All of discovery under `/api` or `/apis` in one document (apidiscovery.k8s.io/v2); undefined for other paths. */
  aggregated(path: string): unknown {
    const known = this.whole.get(path);
    if (known) return known;
    const groups = path === '/api' ? [groupDiscovery('', [{ version: 'v1' }], this.lists)]
      : path === '/apis' ? this.groups.map(({ name, versions }) => groupDiscovery(name, versions, this.lists)) : undefined;
    if (!groups) return undefined;
    const document = groupDiscoveryList(groups);
    this.whole.set(path, document);
    return document;
  }

  /** All paths that answer something. */
  get paths(): readonly string[] {
    return [...new Set([...this.documents.keys(), ...this.elsewhere])];
  }

  /** Whether this server itself serves a version of the group. */
  serves(group: string): boolean {
    return this.own.has(group);
  }

  /** What definitions add, in groups and versions of their own. */
  private addCustom(kinds: readonly AnyKind[], served: Map<string, Set<string>>): void {
    for (const kind of kinds) {
      const path = discoveryPath(kind.group, kind.version);
      served.set(path, new Set());
      const known = this.lists.get(path);
      const resources = [...(known?.resources ?? []), ...customResources(kind)];
      const list: ResourceList = { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: kind.apiVersion, resources };
      this.lists.set(path, list);
      this.documents.set(path, list);
    }
  }

  private addGroups(served: ReadonlyMap<string, unknown>, aggregated: Aggregated): void {
    const groups: DiscoveredGroup[] = [];
    for (const group of discovery['/apis']?.groups ?? []) {
      const versions = group.versions.filter(({ version }) => served.has(discoveryPath(group.name, version)));
      const preferred = versions.find(({ version }) => version === group.preferredVersion.version) ?? versions[0];
      if (!preferred) continue;
      groups.push({ name: group.name, versions, preferredVersion: preferred });
    }
    groups.push(...customGroups([...served.keys()].filter((path) => path.startsWith('/apis/')).map(splitPath), groups));
    for (const { group, version, resources } of aggregated.versions) {
      const path = discoveryPath(group, version);
      this.elsewhere.push(path);
      if (resources) this.lists.set(path, { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: apiVersionOf({ group, version }), resources });
      else this.lists.delete(path);
    }
    this.groups = withAggregated(groups, aggregated);
    this.documents.set('/apis', { kind: 'APIGroupList', apiVersion: 'v1', groups: this.groups });
    for (const group of this.groups) this.documents.set(`/apis/${group.name}`, { kind: 'APIGroup', apiVersion: 'v1', ...group });
  }
}

function resourceList(path: string, plurals: ReadonlySet<string>): ResourceList {
  const recorded: DiscoveryDocument = discovery[path] ?? {};
  const resources: DiscoveredResource[] = (recorded.resources ?? []).filter(({ name }) => plurals.has(name.split('/', 1)[0] ?? ''));
  const groupVersion = recorded.groupVersion ?? apiVersionOf(splitPath(path));
  // The core group's document is older than the others and says no apiVersion.
  return path === '/api/v1'
    ? { kind: 'APIResourceList', groupVersion, resources }
    : { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
}

function splitPath(path: string): { readonly group: string; readonly version: string } {
  const [, , group = '', version = ''] = path.split('/');
  return { group, version };
}

interface ResourceList {
  readonly kind: 'APIResourceList';
  readonly apiVersion?: 'v1';
  readonly groupVersion: string;
  readonly resources: readonly DiscoveredResource[];
}

function groupDiscoveryList(items: readonly object[]): object {
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
}

function groupDiscovery(group: string, versions: readonly { readonly version: string }[], lists: ReadonlyMap<string, ResourceList>): object {
  return {
    metadata: group === '' ? {} : { name: group },
    versions: versions.map(({ version }) => {
      const path = discoveryPath(group, version);
      const list = lists.get(path);
      // Of what does not answer nobody knows what it serves.
      if (!list) return { version, freshness: 'Stale' };
      // Of kinds that are built in only those of other groups say theirs.
      const place = discovery[path] ? { group: '', version: '' } : { group, version };
      return { version, resources: resourceDiscoveries(place, list.resources), freshness: 'Current' };
    }),
  };
}

/** Where kinds are that do not say it. */
interface Place {
  readonly group: string;
  readonly version: string;
}

function resourceDiscoveries(place: Place, resources: readonly DiscoveredResource[]): readonly object[] {
  return resources.filter(({ name }) => !name.includes('/')).map((resource) => {
    const subresources = resources
      .filter(({ name }) => name.startsWith(`${resource.name}/`))
      .map((entry) => ({ subresource: entry.name.slice(resource.name.length + 1), responseKind: responseKind(entry, place), verbs: entry.verbs }));
    return {
      resource: resource.name,
      responseKind: responseKind(resource, place),
      scope: resource.namespaced ? 'Namespaced' : 'Cluster',
      singularResource: resource.singularName,
      verbs: resource.verbs,
      ...(resource.shortNames ? { shortNames: resource.shortNames } : {}),
      ...(resource.categories ? { categories: resource.categories } : {}),
      ...(subresources.length > 0 ? { subresources } : {}),
    };
  });
}

function responseKind(resource: DiscoveredResource, { group, version }: Place): object {
  return { group: resource.group ?? group, version: resource.version ?? version, kind: resource.kind };
}
