// Upstream: busybox sysctl
import { FileError } from '../../machine/index.ts';
import type { ToolBody } from './support/tool.ts';

/** `sysctl [-n -e -q -w] NAME[=VALUE]...`: parameters of the kernel, as `/proc/sys` has them; `-a` for all. */
export const sysctl: ToolBody = function* (tool) {
  const options = tool.options('neqwap');
  const names = options.has('a') ? all(tool.files.list.bind(tool.files), (path) => tool.files.stat(path).type === 'directory') : options.operands;
  let status = 0;
  for (const operand of names) {
    const [given = '', ...rest] = operand.split('=');
    const name = given.trim().replaceAll('/', '.');
    const path = `/proc/sys/${name.replaceAll('.', '/')}`;
    if (!tool.files.exists(path)) {
      if (!options.has('e')) status = yield* tool.fail(tool.isBusybox ? `error: '${name}' is an unknown key` : `cannot stat ${path}: No such file or directory`);
      continue;
    }
    const value = operand.includes('=') ? rest.join('=').trim() : undefined;
    try {
      if (value !== undefined) tool.files.write(path, `${value}\n`);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      status = yield* tool.fail(tool.isBusybox ? `error setting key '${name}': ${error.message}` : `permission denied on key "${name}", ignoring`);
      continue;
    }
    if (value !== undefined && options.has('q')) continue;
    tool.put(`${options.has('n') ? '' : `${name} = `}${value ?? tool.files.read(path).trimEnd()}\n`);
  }
  return status;
};

/** The names of all parameters, in order. */
function all(list: (path: string) => readonly string[], isDirectory: (path: string) => boolean): readonly string[] {
  const below = (path: string): readonly string[] => list(path).flatMap((name) => (isDirectory(`${path}/${name}`) ? below(`${path}/${name}`) : [`${path}/${name}`]));
  return below('/proc/sys').map((path) => path.slice('/proc/sys/'.length).replaceAll('/', '.'));
}
