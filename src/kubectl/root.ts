// The root of the commands and the help that kubectl prints when it is called alone.

import type { Command } from './core/command.ts';
import { commandList } from './core/help.ts';
import { apply } from './verbs/apply/apply.ts';
import { create } from './verbs/create/create.ts';
import { describeVerb } from './verbs/describe/describe.ts';
import { deleteVerb } from './verbs/delete/delete.ts';
import { edit } from './verbs/edit/edit.ts';
import { get } from './verbs/get/get.ts';
import { scale } from './verbs/scale/scale.ts';

interface CommandGroup {
  readonly title: string;
  readonly commands: readonly Command[];
}

const groups: readonly CommandGroup[] = [
  { title: 'Basic Commands (Beginner):', commands: [create] },
  { title: 'Basic Commands (Intermediate):', commands: [get, edit, deleteVerb] },
  { title: 'Deploy Commands:', commands: [scale] },
  { title: 'Advanced Commands:', commands: [apply] },
  { title: 'Troubleshooting and Debugging Commands:', commands: [describeVerb] },
];

/** All of kubectl's commands. */
export const root: Command = {
  name: 'kubectl',
  short: 'kubectl controls the Kubernetes cluster manager',
  usage: '[flags]',
  commands: groups.flatMap((group) => group.commands),
};

/** The list of all commands by group. */
export function groupsText(): string {
  return groups.map(({ title, commands }) => (commands.length > 0 ? `${title}\n${commandList(commands)}` : title)).join('\n\n');
}

/** What kubectl prints when it is called alone. */
export function rootHelp(): string {
  return `kubectl controls the Kubernetes cluster manager.

 Find more information at: https://kubernetes.io/docs/reference/kubectl/

${groupsText()}

Usage:
  kubectl [flags] [options]

Use "kubectl <command> --help" for more information about a given command.
Use "kubectl options" for a list of global command-line options (applies to all commands).
`;
}
