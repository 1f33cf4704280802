// Starting the person's editor on a file.
// Upstream: k8s.io/kubectl pkg/cmd/util/editor

import type { Process } from '../../../kernel/index.ts';
import { randomOf } from '../../../machine/index.ts';
import { runChild } from '../../core/child-program.ts';
import { CommandError } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';

const defaultEditor = 'vi';

/** The editor's command: KUBE_EDITOR, else EDITOR, else vi. */
export function editorCommand(kubectl: Kubectl): string {
  const { env } = kubectl.context;
  return [env.get('KUBE_EDITOR'), env.get('EDITOR')].find((each) => each !== undefined && each !== '') ?? defaultEditor;
}

/** The words of the command with the file; one with quotes or escapes is left to the shell. */
function wordsOf(command: string, path: string): readonly string[] {
  if (/["'\\]/.test(command)) return ['sh', '-c', `${command} ${JSON.stringify(path)}`];
  return [...command.split(' ').filter((word) => word !== ''), path];
}

/** Runs the editor on a file until it ends. */
export function* runEditor(kubectl: Kubectl, path: string): Process {
  const { context } = kubectl;
  const command = editorCommand(kubectl);
  const argv = wordsOf(command, path);
  const program = context.sandbox.findProgram(argv[0] ?? '');
  if (!program) throw new CommandError(`unable to launch the editor ${JSON.stringify(command)}`);
  const status = yield* runChild(context, program, argv);
  if (status !== 0) throw new CommandError(`there was a problem with the editor ${JSON.stringify(command)}`);
}

/** A file of its own in /tmp. */
export function temporaryFile(kubectl: Kubectl, extension: string): string {
  const { files } = kubectl;
  if (!files.exists('/tmp')) files.makeDirectory('/tmp', { parents: true });
  for (;;) {
    const path = `/tmp/kubectl-edit-${randomOf(kubectl.context).integer(1_000_000_000, 4_000_000_000)}.${extension}`;
    if (!files.exists(path)) return path;
  }
}
