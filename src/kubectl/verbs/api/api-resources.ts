// kubectl api-resources and api-versions.
// Upstream: k8s.io/kubectl pkg/cmd/apiresources

import { compareText, formatTable, goJson, quote } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import { apiVersionText, groupVersions, resourceText } from '../../core/discovery.ts';
import type { Discovery, Mapping } from '../../core/discovery.ts';
import { CommandError, RequestError, usageError } from '../../core/errors.ts';
import { bool, showManagedFieldsFlag, strings, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { formatYaml } from '../../core/yaml.ts';
import { formatKyaml } from '../../printers/kyaml.ts';
import { unknownFormat } from '../../printers/output.ts';

export const apiResources: Command = {
  name: 'api-resources', short: 'Print the supported API resources on the server', usage: '[flags]',
  flags: [
    text('api-group', 'Limit to resources in the specified API group.'),
    bool('cached', 'Use the cached list of resources if available.'),
    strings('categories', 'Limit to resources that belong to the specified categories.'),
    bool('namespaced', 'If false, non-namespaced resources will be returned, otherwise returning namespaced resources by default.', { value: 'true' }),
    bool('no-headers', "When using the default or custom-column output format, don't print headers (default print headers)."),
    text('output', 'Output format. One of: (json, yaml, kyaml, name, wide).', { short: 'o' }),
    showManagedFieldsFlag,
    text('sort-by', "If non-empty, sort list of resources using specified field. The field can be either 'name' or 'kind'."),
    strings('verbs', 'Limit to resources that support the specified verbs.'),
  ],
  run: runApiResources,
};

function isWanted(kubectl: Kubectl, mapping: Mapping): boolean {
  const { flags } = kubectl;
  if (flags.changed('api-group') && mapping.group !== flags.text('api-group')) return false;
  if (flags.changed('namespaced') && mapping.namespaced !== flags.bool('namespaced')) return false;
  return flags.list('verbs').every((verb) => mapping.verbs.includes(verb)) && flags.list('categories').every((category) => mapping.categories.includes(category));
}

function* runApiResources(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  if (args.length > 0) throw usageError(kubectl.found.path, `unexpected arguments: [${args.join(' ')}]`);
  const output = flags.text('output');
  if (!['', 'json', 'kyaml', 'name', 'wide', 'yaml'].includes(output)) throw unknownFormat(output, ['json', 'kyaml', 'name', 'wide', 'yaml']);
  const sort = flags.text('sort-by');
  if (!['', 'kind', 'name'].includes(sort)) throw new CommandError('--sort-by accepts only name or kind');
  const discovery = yield* kubectl.discovery(1);
  const preferred = new Map(discovery.groups.map((group) => [group.name, group.versions[0]]));
  const wanted = discovery.mappings.filter((mapping) => preferred.get(mapping.group) === mapping.version && isWanted(kubectl, mapping));
  const sorted = wanted.toSorted((a, b) => {
    if (sort === 'kind') return compareText(a.kind, b.kind);
    if (sort === 'name') return compareText(a.resource, b.resource);
    return compareText(a.group, b.group) || compareText(a.resource, b.resource);
  });
  yield* kubectl.out(resourcesText(kubectl, sorted, output));
}

function resourcesText(kubectl: Kubectl, mappings: readonly Mapping[], output: string): string {
  if (output === 'name') return mappings.map((mapping) => `${resourceText(mapping)}\n`).join('');
  if (output === 'json' || output === 'yaml' || output === 'kyaml') {
    const list = { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: '', resources: mappings.map((each) => ({ name: each.resource, singularName: each.singular, namespaced: each.namespaced, ...(each.group === '' ? undefined : { group: each.group }), version: each.version, kind: each.kind, verbs: each.verbs, ...(each.shortNames.length > 0 ? { shortNames: each.shortNames } : undefined), ...(each.categories.length > 0 ? { categories: each.categories } : undefined) })) };
    if (output === 'kyaml') return formatKyaml(list, { keepsOrder: true });
    return output === 'json' ? `${goJson(list, { indent: 4, keepsOrder: true })}\n` : formatYaml(list);
  }
  const isWide = output === 'wide';
  const rows = mappings.map((each) => [
    each.resource, each.shortNames.join(','), apiVersionText(each), String(each.namespaced), each.kind,
    ...(isWide ? [each.verbs.join(','), each.categories.join(',')] : []),
  ]);
  const header = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(isWide ? ['VERBS', 'CATEGORIES'] : [])];
  return formatTable(kubectl.flags.bool('no-headers') ? rows : [header, ...rows]);
}

export const apiVersions: Command = {
  name: 'api-versions', short: 'Print the supported API versions on the server, in the form of "group/version"', usage: '',
  *run(kubectl, args) {
    if (args.length > 0) throw usageError(kubectl.found.path, `unexpected arguments: [${args.join(' ')}]`);
    let discovery: Discovery;
    try {
      discovery = yield* kubectl.discovery(1);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      throw new CommandError(`couldn't get available api versions from server: Get ${quote(`${kubectl.api.server.url}/api?timeout=32s`)}: ${error.cause.message}`);
    }
    yield* kubectl.out(groupVersions(discovery).map((each) => `${each}\n`).join(''));
  },
};

