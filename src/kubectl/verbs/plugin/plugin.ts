// kubectl plugin: which programs on the PATH are commands of kubectl's.
// Upstream: k8s.io/kubectl pkg/cmd/plugin

import type { Command } from '../../core/command.ts';
import { CommandError } from '../../core/errors.ts';
import { bool } from '../../core/flag.ts';

export const plugin: Command = {
  name: 'plugin', short: 'Provides utilities for interacting with plugins', usage: '[flags]',
  commands: [{
    name: 'list', short: 'List all visible plugin executables on a user\'s PATH', usage: '[flags]',
    flags: [bool('name-only', 'If true, display only the binary name of each plugin, rather than its full path')],
    *run(kubectl) {
      const directories = (kubectl.context.env.get('PATH') ?? '').split(':').filter((each) => each !== '' && kubectl.files.exists(each));
      const found = directories.flatMap((directory) => kubectl.files.list(directory).filter((name) => name.startsWith('kubectl-')).map((name) => `${directory}/${name}`));
      if (found.length === 0) throw new CommandError('unable to find any kubectl plugins in your PATH');
      yield* kubectl.out(`The following compatible plugins are available:\n\n${found.map((path) => `${kubectl.flags.bool('name-only') ? (path.split('/').at(-1) ?? path) : path}\n`).join('')}`);
    },
  }],
};
