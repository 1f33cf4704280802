// kubectl config: reading and changing the kubeconfig.
// Upstream: k8s.io/kubectl pkg/cmd/config

import { formatTable, isObject } from '../../../base/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, usageError } from '../../core/errors.ts';
import { bool, printFlags, text } from '../../core/flag.ts';
import { kubeconfigObject } from '../../core/kubeconfig.ts';
import type { Kubeconfig } from '../../core/kubeconfig.ts';
import { textAt, withField } from '../../core/object.ts';
import { formatPrinter, splitOutput, unknownFormat } from '../../printers/output.ts';
import { fileOf, load, names, save, withEntry, withoutEntry } from './kubeconfig-file.ts';
import type { Entries } from './kubeconfig-file.ts';
import { setCluster } from './set-cluster.ts';
import { setContext } from './set-context.ts';
import { setCredentials } from './set-credentials.ts';

const secretKeys = new Set(['token', 'password']);
const dataKeys: Readonly<Record<string, string>> = { 'certificate-authority-data': 'DATA+OMITTED', 'client-certificate-data': 'DATA+OMITTED', 'client-key-data': 'DATA+OMITTED' };

function redacted(entries: Entries): Entries {
  const hide = (key: string, value: unknown): unknown => (secretKeys.has(key) ? 'REDACTED' : (dataKeys[key] ?? value));
  return new Map([...entries].map(([name, value]) => [name, Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hide(key, each)]))]));
}

/** Only what the current context uses. */
function minified(config: Kubeconfig): Kubeconfig {
  const context = config.contexts.get(config.currentContext);
  if (!context) throw new CommandError('current-context must exist in order to minify');
  const only = (entries: Entries, name: unknown): Entries => new Map([...entries].filter(([key]) => key === name));
  return { contexts: only(config.contexts, config.currentContext), clusters: only(config.clusters, context['cluster']), users: only(config.users, context['user']), currentContext: config.currentContext };
}

const view: Command = {
  name: 'view', short: 'Display merged kubeconfig settings or a specified kubeconfig file', usage: '[flags]',
  flags: [
    ...printFlags.map((flag) => (flag.name === 'output' ? { ...flag, value: 'yaml' } : flag)),
    bool('flatten', 'Flatten the resulting kubeconfig file into self-contained output (useful for creating portable kubeconfig files)'),
    bool('merge', 'Merge the full hierarchy of kubeconfig files', { value: 'true' }),
    bool('minify', 'Remove all information not used by current-context from the output'),
    bool('raw', 'Display raw byte data and sensitive data'),
  ],
  *run(kubectl) {
    const { flags } = kubectl;
    let config = load(kubectl);
    if (flags.text('context') !== '') config = { ...config, currentContext: flags.text('context') };
    if (flags.bool('minify')) config = minified(config);
    if (!flags.bool('raw')) config = { ...config, clusters: redacted(config.clusters), users: redacted(config.users) };
    const { format, template } = splitOutput(kubectl);
    const printer = formatPrinter(kubectl, format, template);
    if (!printer) throw unknownFormat(format);
    yield* kubectl.out(printer(kubeconfigObject(config)));
  },
};

const currentContext: Command = {
  name: 'current-context', short: 'Display the current-context', usage: '[flags]',
  *run(kubectl) {
    const config = load(kubectl);
    if (config.currentContext === '') throw new CommandError('current-context is not set');
    yield* kubectl.out(`${config.currentContext}\n`);
  },
};

const getContexts: Command = {
  name: 'get-contexts', short: 'Describe one or many contexts', usage: '[(-o|--output=)name)]',
  flags: [bool('no-headers', "When using the default or custom-column output format, don't print headers (default print headers)."), text('output', 'Output format. One of: (name).', { short: 'o' })],
  *run(kubectl, args) {
    const config = load(kubectl);
    const output = kubectl.flags.text('output');
    if (output !== '' && output !== 'name') throw new CommandError(`output must be one of '' or 'name': ${output}`);
    const wanted = args.length > 0 ? args : names(config.contexts);
    const found = wanted.filter((name) => config.contexts.has(name));
    const missing = wanted.filter((name) => !config.contexts.has(name));
    if (output === 'name') yield* kubectl.out(found.map((name) => `${name}\n`).join(''));
    else {
      const field = (name: string, key: string): string => textAt(config.contexts.get(name), key);
      const rows = found.map((name) => [name === config.currentContext ? '*' : '', name, field(name, 'cluster'), field(name, 'user'), field(name, 'namespace')]);
      yield* kubectl.out(formatTable(kubectl.flags.bool('no-headers') ? rows : [['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE'], ...rows]));
    }
    if (missing.length > 0) throw new CommandError(missing.map((name) => `context ${name} not found`).join(', '));
  },
};

const listing = (name: string, short: string, of: (config: Kubeconfig) => Entries): Command => ({
  name, short, usage: '[flags]',
  *run(kubectl) {
    yield* kubectl.out(['NAME', ...names(of(load(kubectl)))].map((each) => `${each}\n`).join(''));
  },
});

const useContext: Command = {
  name: 'use-context', aliases: ['use'], short: 'Set the current-context in a kubeconfig file', usage: 'CONTEXT_NAME',
  *run(kubectl, args) {
    const [name] = args;
    if (name === undefined || args.length !== 1) throw usageError(kubectl.found.path, `accepts 1 arg(s), received ${args.length}`);
    const config = load(kubectl);
    if (!config.contexts.has(name)) throw new CommandError(`no context exists with the name: ${JSON.stringify(name)}`);
    save(kubectl, { ...config, currentContext: name });
    yield* kubectl.out(`Switched to context ${JSON.stringify(name)}.\n`);
  },
};

/** The part of the configuration that a property path such as `users.joe.token` is in. */
function partOf(word: string | undefined): 'clusters' | 'contexts' | 'users' | undefined {
  return word === 'clusters' || word === 'contexts' || word === 'users' ? word : undefined;
}

function changed(config: Kubeconfig, property: string, value: unknown): Kubeconfig {
  const [word, name, ...path] = property.split('.');
  if (word === 'current-context') return { ...config, currentContext: typeof value === 'string' ? value : '' };
  const part = partOf(word);
  if (!part || name === undefined) throw new CommandError(`unable to parse ${word ?? ''}: not a valid property name`);
  const entries: Entries = config[part];
  if (path.length === 0 && value === undefined) return { ...config, [part]: withoutEntry(entries, name) };
  const entry = entries.get(name) ?? {};
  return { ...config, [part]: withEntry(entries, name, withField(isObject(entry) ? entry : {}, [path.join('.')], value)) };
}

const setProperty: Command = {
  name: 'set', short: 'Set an individual value in a kubeconfig file', usage: 'PROPERTY_NAME PROPERTY_VALUE', flags: [bool('set-raw-bytes', 'When writing a []byte PROPERTY_VALUE, write the given string directly without base64 decoding.')],
  *run(kubectl, args) {
    const [property, value] = args;
    if (property === undefined || value === undefined) throw usageError(kubectl.found.path, `Unexpected args: [${args.join(' ')}]`);
    save(kubectl, changed(load(kubectl), property, value));
    yield* kubectl.out(`Property ${JSON.stringify(property)} set.\n`);
  },
};

const unsetProperty: Command = {
  name: 'unset', short: 'Unset an individual value in a kubeconfig file', usage: 'PROPERTY_NAME',
  *run(kubectl, args) {
    const [property] = args;
    if (property === undefined) throw usageError(kubectl.found.path, 'Unexpected args: []');
    save(kubectl, changed(load(kubectl), property, undefined));
    yield* kubectl.out(`Property ${JSON.stringify(property)} unset.\n`);
  },
};

const renameContext: Command = {
  name: 'rename-context', short: 'Rename a context from the kubeconfig file', usage: 'CONTEXT_NAME NEW_NAME',
  *run(kubectl, args) {
    const [from = '', to = ''] = args;
    const config = load(kubectl);
    const context = config.contexts.get(from);
    if (!context) throw new CommandError(`cannot rename the context ${JSON.stringify(from)}, it's not in ${fileOf(kubectl)}`);
    if (config.contexts.has(to)) throw new CommandError(`cannot rename the context ${JSON.stringify(from)}, the context ${JSON.stringify(to)} already exists in ${fileOf(kubectl)}`);
    const contexts = withEntry(withoutEntry(config.contexts, from), to, context);
    save(kubectl, { ...config, contexts, currentContext: config.currentContext === from ? to : config.currentContext });
    yield* kubectl.out(`Context ${JSON.stringify(from)} renamed to ${JSON.stringify(to)}.\n`);
  },
};

function deleting(what: 'cluster' | 'context' | 'user', part: 'clusters' | 'contexts' | 'users'): Command {
  return {
    name: `delete-${what}`, short: `Delete the specified ${what} from the kubeconfig`, usage: 'NAME',
    *run(kubectl, args) {
      const [name = ''] = args;
      const config = load(kubectl);
      if (!config[part].has(name)) throw new CommandError(`cannot delete ${what} ${name}, not in ${fileOf(kubectl)}`);
      if (what === 'context' && config.currentContext === name) yield* kubectl.err('warning: this removed your active context, use "kubectl config use-context" to select a different one\n');
      save(kubectl, { ...config, [part]: withoutEntry(config[part], name) });
      yield* kubectl.out(`deleted ${what} ${name} from ${fileOf(kubectl)}\n`);
    },
  };
}

export const config: Command = {
  name: 'config', short: 'Modify kubeconfig files', usage: 'SUBCOMMAND',
  commands: [
    currentContext, deleting('cluster', 'clusters'), deleting('context', 'contexts'), deleting('user', 'users'), listing('get-clusters', 'Display clusters defined in the kubeconfig', (each) => each.clusters),
    getContexts, listing('get-users', 'Display users defined in the kubeconfig', (each) => each.users), renameContext, setProperty, setCluster, setContext, setCredentials, unsetProperty, useContext, view,
  ],
};

