// kubectl help: the help of the command that the words name.
// Upstream: spf13/cobra InitDefaultHelpCmd

import type { Command } from '../../core/command.ts';
import { helpText } from '../../core/help.ts';
import { findCommand } from '../../core/run.ts';
import type { RootTexts } from '../../core/run.ts';

const ownHelp = `Help provides help for any command in the application.
Simply type kubectl help [path to command] for full details.

Usage:
  kubectl help [command] [flags] [options]

Use "kubectl options" for a list of global command-line options (applies to all commands).
`;

/** The command that tells of all others below the root, and of the root itself. */
export function helpCommand(root: () => Command, texts: RootTexts): Command {
  return {
    name: 'help', short: 'Help about any command', usage: '[command] [flags]', help: ownHelp, isHidden: true,
    *run(kubectl, args) {
      const { found, rest } = findCommand(root(), args);
      const isRoot = found.command === root();
      if (isRoot && rest.length > 0) yield* kubectl.err(`Unknown help topic [${rest.map((word) => `\`${word}\``).join(' ')}]\n\n\n${texts.commands()}`);
      else yield* kubectl.out(isRoot ? texts.help() : helpText(found));
    },
  };
}
