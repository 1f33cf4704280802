// kubectl options: the flags that all commands have.
// Upstream: k8s.io/kubectl pkg/cmd/options

import type { Command } from '../../core/command.ts';
import { optionsText } from '../../core/help.ts';

export const options: Command = {
  name: 'options', short: 'Print the list of flags inherited by all commands', usage: '', help: '\n',
  *run(kubectl) {
    yield* kubectl.out(optionsText());
  },
};
