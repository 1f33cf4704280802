// kubectl config set-context.
// Upstream: k8s.io/kubectl pkg/cmd/config/set_context.go

import type { Command } from '../../core/command.ts';
import { CommandError } from '../../core/errors.ts';
import { bool, text } from '../../core/flag.ts';
import { contextFields, tidy } from '../../core/kubeconfig-fields.ts';
import { given, load, save, shapedArguments, withEntry } from './kubeconfig-file.ts';

export const setContext: Command = {
  name: 'set-context', short: 'Set a context entry in kubeconfig', usage: '[NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]',
  flags: [
    bool('current', 'Modify the current context'), text('cluster', 'cluster for the context entry in kubeconfig'),
    text('namespace', 'namespace for the context entry in kubeconfig', { short: 'n' }), text('user', 'user for the context entry in kubeconfig'),
  ],
  *run(kubectl, args) {
    const config = load(kubectl);
    const isCurrent = kubectl.flags.bool('current');
    if (args.length > 1) yield* shapedArguments(kubectl, args, 1);
    if (isCurrent && args.length > 0) throw new CommandError('you cannot specify both a context name and --current');
    const name = isCurrent ? config.currentContext : (args[0] ?? '');
    if (name === '') throw new CommandError(isCurrent ? 'no current context is set' : 'you must specify a non-empty context name or --current');
    const known = config.contexts.get(name);
    const entry = tidy({ ...known, ...given(kubectl, ['cluster', 'user', 'namespace']) }, contextFields);
    save(kubectl, { ...config, contexts: withEntry(config.contexts, name, entry) });
    yield* kubectl.out(`Context ${JSON.stringify(name)} ${known ? 'modified' : 'created'}.\n`);
  },
};
