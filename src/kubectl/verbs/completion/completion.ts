// kubectl completion: what a shell loads to ask kubectl when Tab is pressed (`complete.ts`).
// Upstream: k8s.io/kubectl pkg/cmd/completion/completion.go

import type { Command } from '../../core/command.ts';
import { usageError } from '../../core/errors.ts';
import recorded from './scripts.json' with { type: 'json' };

/** Recorded by `scripts/record-kubectl-help.mjs`. */
const scripts: Readonly<Record<string, string>> = recorded;

export const completion: Command = {
  name: 'completion', short: 'Output shell completion code for the specified shell (bash, zsh, fish, or powershell)', usage: 'SHELL',
  *run(kubectl, args) {
    const [shell] = args;
    if (shell === undefined) throw usageError(kubectl.found.path, 'Shell not specified.');
    if (args.length > 1) throw usageError(kubectl.found.path, 'Too many arguments. Expected only the shell type.');
    const script = scripts[shell];
    if (script === undefined) throw usageError(kubectl.found.path, `Unsupported shell type ${JSON.stringify(shell)}.`);
    yield* kubectl.out(script);
  },
};
