// Commands that are programs of their own: `kubectl hello` is `kubectl-hello` of the search path.
// Upstream: k8s.io/kubectl pkg/cmd/cmd.go HandlePluginCommand

import type { Process } from '../../kernel/index.ts';
import type { ProgramContext } from '../../machine/index.ts';
import { interpreterOf } from '../../programs/shell/find-command.ts';
import { runChild } from './child-program.ts';

/** The program of as many of the words before any flag as name one, with what is left for it; undefined when none does. */
function findPlugin({ sandbox: { files }, env }: ProgramContext, words: readonly string[]): { readonly path: string; readonly args: readonly string[] } | undefined {
  const directories = (env.get('PATH') ?? '').split(':');
  const flag = words.findIndex((word) => word.startsWith('-'));
  for (let count = flag < 0 ? words.length : flag; count > 0; count--) {
    const name = `kubectl-${words.slice(0, count).map((word) => word.replaceAll('-', '_')).join('-')}`;
    for (const directory of directories) {
      const path = `${directory}/${name}`;
      if (!files.exists(path)) continue;
      const { type, mode } = files.stat(path);
      if (type === 'file' && (mode & 0o111) !== 0) return { path, args: words.slice(count) };
    }
  }
  return undefined;
}

/** Runs the plugin that the words name, in the place of kubectl; undefined when there is none, else its exit status. */
export function* runPlugin(context: ProgramContext, words: readonly string[]): Process<number | undefined> {
  const plugin = findPlugin(context, words);
  const { sandbox } = context;
  const find = (name: string) => sandbox.findProgram(name);
  const program = plugin && (find(plugin.path) ?? interpreterOf(plugin.path, sandbox.files, find));
  if (!plugin || !program) return undefined;
  return yield* runChild(context, program, [plugin.path, ...plugin.args]);
}
