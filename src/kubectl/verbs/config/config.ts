// kubectl config: reading and changing the kubeconfig.
// Upstream: k8s.io/kubectl pkg/cmd/config

import { formatTable } from '../../../base/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, throwAll, usageError } from '../../core/errors.ts';
import { bool, text } from '../../core/flag.ts';
import { helpText } from '../../core/help.ts';
import type { Kubeconfig } from '../../core/kubeconfig.ts';
import { textAt } from '../../core/object.ts';
import { fileOf, load, names, save, shapedArguments, withEntry, withoutEntry } from './kubeconfig-file.ts';
import type { Entries } from './kubeconfig-file.ts';
import { setProperty, unsetProperty } from './property.ts';
import { setCluster } from './set-cluster.ts';
import { setContext } from './set-context.ts';
import { setCredentials } from './set-credentials.ts';
import { view } from './view.ts';

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
    if (output !== '' && output !== 'name') throw new CommandError(`--output ${output} is not available in kubectl config get-contexts; resetting to default output format`);
    const wanted = args.length > 0 ? args : names(config.contexts);
    const found = wanted.filter((name) => config.contexts.has(name));
    const missing = wanted.filter((name) => !config.contexts.has(name));
    if (output === 'name') yield* kubectl.out(found.map((name) => `${name}\n`).join(''));
    else {
      const field = (name: string, key: string): string => textAt(config.contexts.get(name), key);
      const rows = found.map((name) => [name === config.currentContext ? '*' : '', name, field(name, 'cluster'), field(name, 'user'), field(name, 'namespace')]);
      yield* kubectl.out(formatTable(kubectl.flags.bool('no-headers') ? rows : [['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE'], ...rows]));
    }
    throwAll(missing.map((name) => new CommandError(`context ${name} not found`)));
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
    const [name = ''] = yield* shapedArguments(kubectl, args, 1);
    const config = load(kubectl);
    if (!config.contexts.has(name)) throw new CommandError(`no context exists with the name: ${JSON.stringify(name)}`);
    save(kubectl, { ...config, currentContext: name });
    yield* kubectl.out(`Switched to context ${JSON.stringify(name)}.\n`);
  },
};

const renameContext: Command = {
  name: 'rename-context', short: 'Rename a context from the kubeconfig file', usage: 'CONTEXT_NAME NEW_NAME',
  *run(kubectl, args) {
    const [from = '', to = ''] = yield* shapedArguments(kubectl, args, 2);
    const config = load(kubectl);
    if (to === '') throw new CommandError('You must specify a new non-empty context name');
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
      if (args.length !== 1 && what === 'user') throw usageError(kubectl.found.path, 'user to delete is required');
      if (args.length !== 1) return yield* kubectl.out(helpText(kubectl.found));
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

