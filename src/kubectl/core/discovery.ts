// Which resources the server has, and what a person's word for one means.
// Upstream: k8s.io/client-go restmapper, k8s.io/cli-runtime resource builder

import { compareText, isObject, quote } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { DiscoveryDocument } from '../../kinds/index.ts';
import type { Api } from './api.ts';
import { CommandError, PlainError } from './errors.ts';

/** One resource of the server. */
export interface Mapping {
  readonly group: string;
  readonly version: string;
  /** The plural. */
  readonly resource: string;
  readonly kind: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
}

/** A group with its versions, the preferred one first. */
export interface Group {
  readonly name: string;
  readonly versions: readonly string[];
}

/** `apps/v1`. */
export const apiVersionText = (at: { readonly group: string; readonly version: string }): string => (at.group === '' ? at.version : `${at.group}/${at.version}`);
/** `deployments.apps`. */
export const resourceText = (mapping: Pick<Mapping, 'group' | 'resource'>): string => (mapping.group === '' ? mapping.resource : `${mapping.resource}.${mapping.group}`);
/** `deployment.apps`: how kubectl names an object's kind before its name. */
export const kindText = (mapping: Pick<Mapping, 'group' | 'kind'>): string => (mapping.group === '' ? mapping.kind.toLowerCase() : `${mapping.kind.toLowerCase()}.${mapping.group}`);
/** What kubectl says of a kind that was not built into it. */
export const notRegistered = (mapping: Pick<Mapping, 'group' | 'version' | 'kind'>): string => `no kind ${quote(mapping.kind)} is registered for version ${quote(apiVersionText(mapping))} in scheme "pkg/scheme/scheme.go:28"`;
/** `/v1, Resource=pods`. */
export const resourceAndVersion = (mapping: Mapping): string => `${mapping.group}/${mapping.version}, Resource=${mapping.resource}`;

/** All that a server serves, in its order. */
export class Discovery {
  readonly groups: readonly Group[];
  readonly mappings: readonly Mapping[];
  /** Whether everybody answered who serves a group. */
  readonly isWhole: boolean;

  constructor(groups: readonly Group[], mappings: readonly Mapping[], isWhole = true) {
    this.groups = groups;
    this.mappings = mappings;
    this.isWhole = isWhole;
  }

  /** The resource that a manifest means; the kind in lower case is taken too. */
  forKind(group: string, version: string, kind: string): Mapping | undefined {
    return this.mappings.find((each) => each.group === group && each.version === version && (each.kind === kind || each.kind.toLowerCase() === kind));
  }

  /** The preferred version of a kind. */
  forGroupKind(group: string, kind: string): Mapping | undefined {
    return this.mappings.find((each) => each.group === group && each.kind === kind);
  }

  /**
   * The resource that a word means: plural, singular, short name, kind, with `.group` or its beginning, or `.version.group`; of a short
   * name no version matters. Of the name no capitals matter, of the others they do.
   */
  find(word: string): Mapping | undefined {
    const [name = '', ...rest] = word.split('.');
    const [version = '', ...groupParts] = rest;
    const candidates = this.#named(name);
    if (rest.length > 1) {
      const full = candidates.find((each) => (each.version === version || each.shortNames.includes(name)) && each.group === groupParts.join('.'));
      if (full) return full;
    }
    const group = rest.join('.');
    if (group === '') return candidates[0];
    return candidates.find((each) => each.group === group) ?? candidates.find((each) => each.group.startsWith(group));
  }

  /** Whether a word is known for certain: one with dots could mean a version first, which is then looked for in vain. */
  has(word: string): boolean {
    const [, version = '', ...group] = word.split('.');
    const found = this.find(word);
    return found !== undefined && (group.length === 0 || found.version === version);
  }

  /** The warning that a word is the short name of several resources; undefined when it is not. */
  warningOf(word: string): string | undefined {
    const found = this.find(word);
    if (found?.shortNames.includes(word) !== true) return undefined;
    const others = this.mappings.filter((each) => each.shortNames.includes(word) && resourceText(each) !== resourceText(found));
    return others.length === 0 ? undefined : `short name ${quote(word)} could also match lower priority resource ${[...new Set(others.map(resourceText))].join(', ')}`;
  }

  /** The resource that a word means; throws what kubectl says when there is none. */
  need(word: string): Mapping {
    const found = this.find(word);
    if (!found) throw new CommandError(`the server doesn't have a resource type ${quote(word.split('.')[0] ?? '')}`);
    return found;
  }

  /** As `need`, in the words of commands that ask the mapper themselves. */
  needPlain(word: string): Mapping {
    const found = this.find(word);
    if (found) return found;
    const [name = '', ...group] = word.split('.');
    throw new PlainError(`the server doesn't have a resource type ${quote(name)}${group.length > 0 ? ` in group ${quote(group.join('.'))}` : ''}`);
  }

  /** The resources of a category such as `all`. */
  inCategory(category: string): readonly Mapping[] {
    const seen = new Set<string>();
    return this.mappings.filter((each) => {
      if (!each.categories.includes(category) || seen.has(resourceText(each))) return false;
      seen.add(resourceText(each));
      return true;
    });
  }

  #named(written: string): readonly Mapping[] {
    const name = written.toLowerCase();
    const exact = this.mappings.filter((each) => each.resource === name || each.singular === name);
    if (exact.length > 0) return exact;
    const short = this.mappings.filter((each) => each.shortNames.includes(written));
    if (short.length > 0) return short;
    return this.mappings.filter((each) => each.kind.toLowerCase() === name);
  }
}

/** Asks the server for all that it serves: in one request for each of `/api` and `/apis` where it can answer so. */
export function* discover(api: Api): Process<Discovery> {
  const groups: Group[] = [];
  const mappings: Mapping[] = [];
  let isWhole = true;
  for (const root of ['/api', '/apis']) {
    const answer = yield* api.path('get', root, { accept: 'discovery' });
    if (isObject(answer) && answer['kind'] === 'APIGroupDiscoveryList') isWhole = readAggregated(answer, groups, mappings) && isWhole;
    else yield* readEach(api, root, answer as DiscoveryDocument, groups, mappings);
  }
  return new Discovery(groups, mappings, isWhole);
}

interface AggregatedResource {
  readonly resource: string;
  readonly responseKind?: { readonly kind: string };
  readonly scope: string;
  readonly singularResource?: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources?: readonly { readonly subresource: string }[];
}

interface AggregatedList {
  readonly items?: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions?: readonly { readonly version: string; readonly freshness?: string; readonly resources?: readonly AggregatedResource[] }[];
  }[];
}

/** Notes what the document tells; gives whether nobody in it has failed to answer. */
function readAggregated(answer: unknown, groups: Group[], mappings: Mapping[]): boolean {
  let isWhole = true;
  for (const item of (answer as AggregatedList).items ?? []) {
    const group = item.metadata?.name ?? '';
    // Of what does not answer nothing is known: it counts as not there.
    const versions = (item.versions ?? []).filter(({ freshness }) => freshness !== 'Stale');
    isWhole &&= versions.length === (item.versions?.length ?? 0);
    groups.push({ name: group, versions: versions.map((each) => each.version) });
    for (const { version, resources = [] } of versions) {
      for (const each of resources) {
        mappings.push({
          group, version, resource: each.resource, kind: each.responseKind?.kind ?? '', singular: each.singularResource ?? '',
          namespaced: each.scope === 'Namespaced', shortNames: each.shortNames ?? [], categories: each.categories ?? [],
          verbs: each.verbs, subresources: (each.subresources ?? []).map((sub) => sub.subresource),
        });
      }
    }
  }
  return isWhole;
}

function* readEach(api: Api, root: string, answer: DiscoveryDocument & { readonly versions?: readonly string[] }, groups: Group[], mappings: Mapping[]): Process {
  const found = root === '/api'
    ? [{ name: '', versions: answer.versions ?? ['v1'] }]
    : (answer.groups ?? []).map((group) => ({ name: group.name, versions: group.versions.map((each) => each.version) }));
  for (const group of found) {
    groups.push(group);
    for (const version of group.versions) {
      const path = root === '/api' ? `/api/${version}` : `/apis/${group.name}/${version}`;
      const document = (yield* api.path('get', path)) as DiscoveryDocument;
      readDocument(group.name, version, document, mappings);
    }
  }
}

function readDocument(group: string, version: string, document: DiscoveryDocument, mappings: Mapping[]): void {
  const resources = document.resources ?? [];
  const subresources = new Map<string, string[]>();
  for (const { name } of resources) {
    const [parent = '', sub] = name.split('/');
    if (sub === undefined) subresources.set(parent, []);
    else subresources.get(parent)?.push(sub);
  }
  for (const each of resources) {
    if (each.name.includes('/')) continue;
    mappings.push({
      group, version, resource: each.name, kind: each.kind, singular: each.singularName, namespaced: each.namespaced,
      shortNames: each.shortNames ?? [], categories: each.categories ?? [], verbs: each.verbs, subresources: subresources.get(each.name) ?? [],
    });
  }
}

/** Groups and versions as `kubectl api-versions` lists them. */
export function groupVersions(discovery: Discovery): readonly string[] {
  return discovery.groups
    .flatMap((group) => group.versions.map((version) => apiVersionText({ group: group.name, version })))
    .sort(compareText);
}
