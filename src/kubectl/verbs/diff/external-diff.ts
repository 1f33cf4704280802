// Comparing by the program that KUBECTL_EXTERNAL_DIFF names, which gets two folders of files.
// Upstream: k8s.io/kubectl pkg/cmd/diff/diff.go DiffProgram

import type { Process } from '../../../kernel/index.ts';
import { runChild } from '../../core/child-program.ts';
import { CommandError, ExitError } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';

/** Folders with the objects as they are and as they would be, and what is in their files. */
export interface Folders {
  readonly live: string;
  readonly merged: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/** The words of the program; undefined where none is named. What is no plain word behind its name is left out. */
export function externalDiff({ context: { env } }: Kubectl): readonly string[] | undefined {
  const [name = '', ...words] = (env.get('KUBECTL_EXTERNAL_DIFF') ?? '').split(' ');
  return name === '' ? undefined : [name, ...words.filter((word) => /^[a-zA-Z0-9-=]+$/.test(word))];
}

/** Runs the program on the folders, which go when it has ended; throws ExitError when it tells of differences. */
export function* runExternalDiff(kubectl: Kubectl, [name = '', ...words]: readonly string[], { live, merged, files }: Folders): Process {
  const { sandbox } = kubectl.context;
  const program = sandbox.findProgram(name);
  const command = [name, ...words].join(' ');
  if (!program) throw new CommandError(`failed to run ${JSON.stringify(command)}: executable file not found in $PATH`);
  for (const folder of [live, merged]) sandbox.files.makeDirectory(folder, { parents: true });
  for (const { path, text } of files) sandbox.files.write(path, text, 0o600);
  try {
    const status = yield* runChild(kubectl.context, program, [name, ...words, live, merged]);
    if (status > 1) throw new CommandError(`failed to run ${JSON.stringify(command)}: exit status ${status}`);
    if (status === 1) throw new ExitError(1);
  } finally {
    for (const folder of [live, merged]) sandbox.files.remove(folder, { recursive: true });
  }
}
