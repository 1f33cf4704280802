import { joinPath } from '../../../machine/index.ts';
import type { ProgramContext } from '../../../machine/index.ts';

const usual = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The path of a program along the search path, or undefined when there is none of that name. */
export function locateProgram({ sandbox, env, cwd }: ProgramContext, name: string): string | undefined {
  const { files } = sandbox;
  if (name.includes('/')) return files.exists(joinPath(cwd, name)) || sandbox.findProgram(name) ? name : undefined;
  for (const directory of (env.get('PATH') ?? usual).split(':')) {
    const path = `${directory}/${name}`;
    if (files.exists(path) && files.stat(path).type === 'file') return path;
  }
  return sandbox.findProgram(name) ? `/usr/bin/${name}` : undefined;
}
