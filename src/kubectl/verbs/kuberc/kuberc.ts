// kubectl kuberc: the file of a person's preferences.
// Upstream: k8s.io/kubectl pkg/cmd/kuberc

import type { Command } from '../../core/command.ts';
import { CommandError } from '../../core/errors.ts';
import { text } from '../../core/flag.ts';

export const kuberc: Command = {
  name: 'kuberc', short: 'Manage kuberc configuration files', usage: 'SUBCOMMAND',
  commands: [{
    name: 'view', short: 'Display the current kuberc configuration', usage: '', flags: [text('output', 'Output format. One of: (json, yaml, kyaml).', { short: 'o', value: 'yaml' })],
    *run(kubectl) {
      const given = kubectl.flags.text('kuberc');
      const path = given === '' ? `${kubectl.context.env.get('HOME') ?? '/root'}/.kube/kuberc` : kubectl.path(given);
      if (!kubectl.files.exists(path)) throw new CommandError(`no kuberc file found at ${path}`);
      yield* kubectl.out(kubectl.files.read(path));
    },
  }],
};
