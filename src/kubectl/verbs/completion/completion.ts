// kubectl completion.
// Upstream: k8s.io/kubectl pkg/cmd/completion/completion.go

import type { Command } from '../../core/command.ts';
import { usageError } from '../../core/errors.ts';

const shells = ['bash', 'fish', 'powershell', 'zsh'];

const bash = (commands: readonly string[]): string => `# bash completion for kubectl                              -*- shell-script -*-

__start_kubectl()
{
    local cur="\${COMP_WORDS[COMP_CWORD]}"
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=( $(compgen -W "${commands.join(' ')}" -- "$cur") )
    fi
}

complete -o default -F __start_kubectl kubectl
`;

/** The command that prints a shell's completion; it completes these commands. */
export function completionCommand(commands: () => readonly string[]): Command {
  return {
    name: 'completion', short: 'Output shell completion code for the specified shell (bash, zsh, fish, or powershell)', usage: 'SHELL',
    *run(kubectl, args) {
      const [shell] = args;
      if (shell === undefined) throw usageError(kubectl.found.path, 'Shell not specified.');
      if (args.length > 1) throw usageError(kubectl.found.path, 'Too many arguments. Expected only the shell type.');
      if (!shells.includes(shell)) throw usageError(kubectl.found.path, `Unsupported shell type ${JSON.stringify(shell)}.`);
      yield* kubectl.out(bash(commands()));
    },
  };
}
