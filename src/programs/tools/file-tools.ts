import type { Process } from '../../kernel/index.ts';
import { FileError, joinPath, parentOf, randomOf, setGroupBit } from '../../machine/index.ts';
import type { FileOwner } from '../../machine/index.ts';
import { groupNumber, userNumber } from './support/accounts.ts';
import { UsageError } from './support/options.ts';
import type { Tool, ToolBody } from './support/tool.ts';

/** Does something with a file; what goes wrong is said as `what 'name': reason`. */
function* attempt(tool: Tool, what: string, operate: () => void): Process<boolean> {
  try {
    operate();
    return true;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    yield* tool.complain(`${what}: ${error.message}`);
    return false;
  }
}

function isDirectory(tool: Tool, path: string): boolean {
  return tool.files.exists(path) && tool.files.stat(path).type === 'directory';
}

function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** `touch [-c] FILE…` */
export const touch: ToolBody = function* (tool) {
  const options = tool.options('acmd:t:r:', { 'no-create': 'c', date: 'd' });
  if (options.operands.length === 0) throw new UsageError('missing file operand');
  let status = 0;
  for (const name of options.operands) {
    const path = tool.path(name);
    const isDone = yield* attempt(tool, tool.isBusybox ? name : `cannot touch '${name}'`, () => {
      if (isDirectory(tool, path)) return;
      if (tool.files.exists(path)) tool.files.append(path, '');
      else if (!options.has('c')) tool.files.write(path, '', 0o666 & ~tool.context.umask);
    });
    if (!isDone) status = 1;
  }
  return status;
};

/** `mkdir [-p] [-m MODE] DIRECTORY…` */
export const mkdir: ToolBody = function* (tool) {
  const options = tool.options('pm:v', { parents: 'p', mode: 'm', verbose: 'v' });
  if (options.operands.length === 0) throw new UsageError('missing operand');
  let status = 0;
  for (const name of options.operands) {
    const path = tool.path(name);
    const isDone = yield* attempt(tool, tool.isBusybox ? `can't create directory '${name}'` : `cannot create directory '${name}'`, () => {
      if (options.has('p') && tool.files.exists(path)) return tool.files.makeDirectory(path, { parents: true });
      tool.files.makeDirectory(path, { parents: options.has('p') });
      const mode = options.value('m');
      const inherited = tool.files.stat(path).mode & setGroupBit;
      tool.files.changeMode(path, inherited | (mode === undefined ? 0o777 & ~tool.context.umask : Number.parseInt(mode, 8)));
    });
    if (!isDone) status = 1;
    else if (options.has('v')) tool.put(`mkdir: created directory '${name}'\n`);
  }
  return status;
};

/** `rmdir [-p] DIRECTORY…` */
export const rmdir: ToolBody = function* (tool) {
  const options = tool.options('p', { parents: 'p' });
  let status = 0;
  for (const name of options.operands) {
    const isDone = yield* attempt(tool, tool.isBusybox ? `'${name}'` : `failed to remove '${name}'`, () => {
      const path = tool.path(name);
      if (tool.files.exists(path) && !isDirectory(tool, path)) throw new FileError('ENOTDIR', name);
      tool.files.remove(path);
    });
    if (!isDone) status = 1;
  }
  return status;
};

/** `rm [-r -f -v] FILE…` */
export const rm: ToolBody = function* (tool) {
  const options = tool.options('rRfivd', { recursive: 'r', force: 'f', verbose: 'v' });
  const isRecursive = options.has('r') || options.has('R');
  if (options.operands.length === 0 && !options.has('f')) throw new UsageError('missing operand');
  let status = 0;
  for (const name of options.operands) {
    const path = tool.path(name);
    const isLink = tool.files.readLink?.(path) !== undefined;
    if (!isLink && !tool.files.exists(path)) {
      if (options.has('f')) continue;
      yield* tool.complain(tool.isBusybox ? `can't remove '${name}': No such file or directory` : `cannot remove '${name}': No such file or directory`);
      status = 1;
    } else if (!isLink && isDirectory(tool, path) && !isRecursive) {
      yield* tool.complain(tool.isBusybox ? `'${name}' is a directory` : `cannot remove '${name}': Is a directory`);
      status = 1;
    } else {
      const isDone = yield* attempt(tool, tool.isBusybox ? `can't remove '${name}'` : `cannot remove '${name}'`, () => {
        tool.files.remove(path, { recursive: isRecursive });
      });
      if (!isDone) status = 1;
      else if (options.has('v')) tool.put(`removed '${name}'\n`);
    }
  }
  return status;
};

function copyTree(tool: Tool, from: string, to: string): void {
  const { files } = tool;
  const { type, mode } = files.stat(from);
  if (type !== 'directory') {
    files.write(to, files.read(from), mode);
    return;
  }
  if (!files.exists(to)) files.makeDirectory(to);
  for (const name of files.list(from)) copyTree(tool, joinPath(from, name), joinPath(to, name));
}

/** The sources and the target of cp and mv; into a directory each keeps its name. */
function* eachTarget(tool: Tool, operands: readonly string[], act: (from: string, to: string, names: { readonly from: string; readonly to: string }) => Process<boolean>): Process<number> {
  const [target, ...others] = [...operands].reverse();
  if (target === undefined) throw new UsageError('missing file operand');
  if (others.length === 0) throw new UsageError(`missing destination file operand after '${target}'`);
  const targetPath = tool.path(target);
  const isInto = isDirectory(tool, targetPath);
  if (others.length > 1 && !isInto) return yield* tool.fail(`target '${target}' is not a directory`);
  let status = 0;
  for (const name of others.reverse()) {
    const from = tool.path(name);
    if (!tool.files.exists(from)) {
      yield* tool.complain(tool.isBusybox ? `can't ${tool.name === 'mv' ? 'rename' : 'stat'} '${name}': No such file or directory` : `cannot stat '${name}': No such file or directory`);
      status = 1;
      continue;
    }
    const to = isInto ? joinPath(targetPath, baseName(name)) : targetPath;
    if (!(yield* act(from, to, { from: name, to: isInto ? `${target.replace(/\/$/, '')}/${baseName(name)}` : target }))) status = 1;
  }
  return status;
}

/** `cp [-r -a -f -v] SOURCE… TARGET` */
export const cp: ToolBody = function* (tool) {
  const options = tool.options('rRafpvnuiLPHdTt:', { recursive: 'r', archive: 'a', force: 'f', verbose: 'v', 'no-clobber': 'n' });
  const isRecursive = options.has('r') || options.has('R') || options.has('a');
  return yield* eachTarget(tool, options.operands, function* (from, to, names) {
    if (isDirectory(tool, from) && !isRecursive) {
      yield* tool.complain(tool.isBusybox ? `omitting directory '${names.from}'` : `-r not specified; omitting directory '${names.from}'`);
      return false;
    }
    if (from === to) {
      yield* tool.complain(`'${names.from}' and '${names.to}' are the same file`);
      return false;
    }
    if (options.has('n') && tool.files.exists(to)) return true;
    const isDone = yield* attempt(tool, tool.isBusybox ? `can't create '${names.to}'` : `cannot create regular file '${names.to}'`, () => copyTree(tool, from, to));
    if (isDone && options.has('v')) tool.put(`'${names.from}' -> '${names.to}'\n`);
    return isDone;
  });
};

/** `mv [-f -n -v] SOURCE… TARGET` */
export const mv: ToolBody = function* (tool) {
  const options = tool.options('fnviuT', { force: 'f', 'no-clobber': 'n', verbose: 'v' });
  return yield* eachTarget(tool, options.operands, function* (from, to, names) {
    if (options.has('n') && tool.files.exists(to)) return true;
    const isDone = yield* attempt(tool, tool.isBusybox ? `can't rename '${names.from}'` : `cannot move '${names.from}' to '${names.to}'`, () => {
      tool.files.rename(from, to);
    });
    if (isDone && options.has('v')) tool.put(`renamed '${names.from}' -> '${names.to}'\n`);
    return isDone;
  });
};

/** `ln [-s -f] TARGET [NAME]` */
export const ln: ToolBody = function* (tool) {
  const options = tool.options('sfnvT', { symbolic: 's', force: 'f' });
  const [target, name = baseName(target ?? '')] = options.operands;
  if (target === undefined) throw new UsageError('missing file operand');
  const wanted = tool.path(name);
  const path = isDirectory(tool, wanted) && !options.has('n') && !options.has('T') ? joinPath(wanted, baseName(target)) : wanted;
  const isDone = yield* attempt(tool, tool.isBusybox ? name : `failed to create ${options.has('s') ? 'symbolic' : 'hard'} link '${name}'`, () => {
    if (options.has('f') && (tool.files.exists(path) || tool.files.readLink?.(path) !== undefined)) tool.files.remove(path);
    if (options.has('s')) tool.files.link(path, target);
    else tool.files.write(path, tool.files.read(tool.path(target)), tool.files.stat(tool.path(target)).mode);
  });
  return isDone ? 0 : 1;
};

/** A mode after `755`, `+x`, `u=rw,go-w`; undefined when it is none. */
export function changedMode(mode: number, change: string, isDirectoryMode = false): number | undefined {
  if (/^[0-7]{1,4}$/.test(change)) return Number.parseInt(change, 8);
  let result = mode;
  for (const clause of change.split(',')) {
    const [, who = '', operator, permissions = ''] = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause) ?? [];
    if (operator === undefined) return undefined;
    let bits = 0;
    const shifts = (who === '' || who.includes('a') ? 'ugo' : who).split('').map((letter) => ({ u: 6, g: 3, o: 0 })[letter] ?? 0);
    for (const shift of shifts) {
      for (const letter of permissions) {
        const bit = { r: 4, w: 2, x: 1, X: isDirectoryMode || (mode & 0o111) !== 0 ? 1 : 0 }[letter] ?? 0;
        bits |= bit << shift;
      }
    }
    const mask = shifts.reduce((sum, shift) => sum | (7 << shift), 0);
    result = operator === '+' ? result | bits : operator === '-' ? result & ~bits : (result & ~mask) | bits;
  }
  return result;
}

/** `chmod [-R] MODE FILE…` */
export const chmod: ToolBody = function* (tool) {
  const isOption = (arg: string): boolean => /^-[Rvfc]+$/.test(arg) || arg === '--recursive';
  const isRecursive = tool.args.some((arg) => /^-[vfc]*R/.test(arg) || arg === '--recursive');
  const [change, ...names] = tool.args.filter((arg) => !isOption(arg));
  if (change === undefined) throw new UsageError('missing operand');
  if (names.length === 0) throw new UsageError(`missing operand after '${change}'`);
  if (changedMode(0, change) === undefined) throw new UsageError(`invalid mode: '${change}'`);
  let status = 0;
  const apply = function* (path: string, name: string): Process {
    const { mode, type } = tool.files.stat(path);
    const changed = changedMode(mode, change, type === 'directory');
    if (changed === undefined) throw new UsageError(`invalid mode: '${change}'`);
    if (!(yield* attempt(tool, tool.isBusybox ? name : `changing permissions of '${name}'`, () => tool.files.changeMode(path, changed)))) status = 1;
    if (isRecursive && type === 'directory') for (const entry of tool.files.list(path)) yield* apply(joinPath(path, entry), `${name}/${entry}`);
  };
  for (const name of names) {
    const path = tool.path(name);
    if (tool.files.exists(path)) yield* apply(path, name);
    else status = yield* tool.fail(tool.isBusybox ? `${name}: No such file or directory` : `cannot access '${name}': No such file or directory`);
  }
  return status;
};

/** The owner that `USER`, `USER:GROUP`, `:GROUP` (or `GROUP` of chgrp) means. Throws UsageError for names that nobody has. */
function wantedOwner({ name, files, isBusybox }: Tool, text: string): FileOwner {
  const [user = '', group] = name === 'chgrp' ? ['', text] : text.split(/[:.]/, 2);
  const uid = user === '' ? undefined : userNumber(files, user);
  const gid = group === undefined || group === '' ? undefined : groupNumber(files, group);
  if (user !== '' && uid === undefined) throw new UsageError(isBusybox ? `unknown user ${user}` : `invalid user: '${text}'`, { hasHint: false });
  if (group && gid === undefined) throw new UsageError(isBusybox ? `unknown group ${group}` : `invalid group: '${text}'`, { hasHint: false });
  return { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
}

/** `chown [-R -h -f -v] USER[:GROUP] FILE…`, `chgrp [-R …] GROUP FILE…` */
export const chown: ToolBody = function* (tool) {
  const options = tool.options('RhfvcLHP', { recursive: 'R', 'no-dereference': 'h', quiet: 'f', silent: 'f', verbose: 'v' });
  const [text, ...names] = options.operands;
  if (text === undefined) throw new UsageError('missing operand');
  if (names.length === 0) throw new UsageError(`missing operand after '${text}'`);
  const owner = wantedOwner(tool, text);
  let status = 0;
  const apply = function* (path: string, name: string): Process {
    const what = tool.isBusybox ? name : `changing ${tool.name === 'chgrp' || owner.uid === undefined ? 'group' : 'ownership'} of '${name}'`;
    if (!(yield* attempt(tool, what, () => tool.files.changeOwner(path, owner)))) status = 1;
    if (options.has('R') && tool.files.readLink?.(path) === undefined && isDirectory(tool, path)) for (const entry of tool.files.list(path)) yield* apply(joinPath(path, entry), `${name}/${entry}`);
  };
  for (const name of names) {
    const path = tool.path(name);
    if (tool.files.exists(path)) yield* apply(path, name);
    else status = yield* tool.fail(tool.isBusybox ? `${name}: No such file or directory` : `cannot access '${name}': No such file or directory`);
  }
  return status;
};

/** `mktemp [-d] [TEMPLATE]` */
export const mktemp: ToolBody = function* (tool) {
  const options = tool.options('duqtp:', { directory: 'd', tmpdir: 'p' });
  const template = options.operands[0] ?? `${options.value('p') ?? '/tmp'}/tmp.XXXXXXXXXX`;
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  const name = template.replace(/X{3,}$/, (marks) => randomOf(tool.context).text(marks.length, letters));
  const path = tool.path(name);
  tool.files.makeDirectory(parentOf(path), { parents: true });
  if (options.has('d')) tool.files.makeDirectory(path);
  else tool.files.write(path, '', 0o600);
  tool.put(`${name}\n`);
  return 0;
};

/** `readlink [-f] FILE`, `realpath FILE…` */
export const readlink: ToolBody = function* (tool) {
  const options = tool.options('femnsqz', {});
  const isCanonical = tool.name === 'realpath' || options.has('f') || options.has('e') || options.has('m');
  let status = 0;
  for (const name of options.operands) {
    const path = tool.path(name);
    if (isCanonical && (tool.files.exists(parentOf(path)) || options.has('m'))) tool.put(`${resolve(tool, path)}\n`);
    else {
      const target = tool.files.readLink?.(path);
      if (target === undefined || isCanonical) status = 1;
      else tool.put(`${target}\n`);
    }
  }
  return status;
};

function resolve(tool: Tool, path: string, depth = 0): string {
  let at = '/';
  for (const part of path.split('/').filter((piece) => piece !== '')) {
    const next = joinPath(at, part);
    const target = tool.files.readLink?.(next);
    at = target === undefined || depth > 20 ? next : resolve(tool, joinPath(at, target), depth + 1);
  }
  return at;
}
