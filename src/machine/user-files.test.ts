import { describe, expect, it } from 'vitest';
import { Disk } from './disk.ts';
import { FileError } from './file-system.ts';
import { MountedFiles } from './mounts.ts';
import { UserFiles } from './user-files.ts';
import type { FileUser } from './user-files.ts';

const ann: FileUser = { uid: 1000, gid: 1000, groups: [1000, 2000] };
const bob: FileUser = { uid: 1001, gid: 1001, groups: [1001] };

function disk(): Disk {
  const files = new Disk(() => 0);
  for (const [path, mode] of [['/tmp', 0o1777], ['/etc', 0o755], ['/root', 0o700], ['/data', 0o777]] as const) {
    files.makeDirectory(path);
    files.changeMode(path, mode);
  }
  files.write('/etc/passwd', 'root:x:0:0\n');
  files.write('/etc/shadow', 'secret', 0o640);
  files.write('/root/file', 'hers');
  return files;
}

/** What became of it: `ok`, or the code of the refusal. */
function outcome(act: () => unknown): string {
  try {
    act();
    return 'ok';
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return error.code;
  }
}

const cases: readonly (readonly [string, (files: UserFiles, all: Disk) => unknown, string])[] = [
  ['what everybody may read is read', (files) => files.read('/etc/passwd'), 'ok'],
  ['what only the owner and a group may read is refused', (files) => files.read('/etc/shadow'), 'EACCES'],
  ['a member of the group reads it', (files, all) => {
    all.changeOwner('/etc/shadow', { gid: 2000 });
    files.read('/etc/shadow');
  }, 'ok'],
  ['a file of somebody else is not written', (files) => files.write('/etc/passwd', ''), 'EACCES'],
  ['nothing is made in a directory of somebody else', (files) => files.write('/etc/new', ''), 'EACCES'],
  ['nor removed from it', (files) => files.remove('/etc/passwd'), 'EACCES'],
  ['nor moved out of it', (files) => files.rename('/etc/passwd', '/tmp/passwd'), 'EACCES'],
  ['nothing behind a closed directory is reached', (files) => files.read('/root/file'), 'EACCES'],
  ['a closed directory is not listed', (files) => files.list('/root'), 'EACCES'],
  ['a directory that may be read but not entered is listed', (files, all) => {
    all.changeMode('/root', 0o704);
    files.list('/root');
  }, 'ok'],
  ['in a scratch directory anybody makes files', (files) => files.write('/tmp/mine', ''), 'ok'],
  ['with the sticky bit nobody takes what is another\'s', (files, all) => {
    new UserFiles(all, bob).write('/tmp/his', '');
    files.remove('/tmp/his');
  }, 'EPERM'],
  ['nor moves something over it', (files, all) => {
    new UserFiles(all, bob).write('/tmp/his', '');
    files.write('/tmp/mine', '');
    files.rename('/tmp/mine', '/tmp/his');
  }, 'EPERM'],
  ['one takes what is one\'s own', (files) => {
    files.write('/tmp/mine', '');
    files.remove('/tmp/mine');
  }, 'ok'],
  ['without the sticky bit who may write in a directory takes anything from it', (files, all) => {
    new UserFiles(all, bob).write('/data/his', '');
    files.remove('/data/his');
  }, 'ok'],
  ['a directory of another is not emptied', (files, all) => {
    const his = new UserFiles(all, bob);
    his.makeDirectory('/data/his');
    his.write('/data/his/file', '');
    files.remove('/data/his', { recursive: true });
  }, 'EACCES'],
  ['the owner of a file is refused by the owner\'s bits, whatever the others may', (files) => {
    files.write('/tmp/mine', '', 0o077);
    files.read('/tmp/mine');
  }, 'EACCES'],
  ['only the owner changes the mode', (files) => files.changeMode('/etc/passwd', 0o777), 'EPERM'],
  ['nobody gives a file away', (files) => {
    files.write('/tmp/mine', '');
    files.changeOwner('/tmp/mine', { uid: 5 });
  }, 'EPERM'],
  ['the owner gives a file to a group of his', (files) => {
    files.write('/tmp/mine', '');
    files.changeOwner('/tmp/mine', { gid: 2000 });
  }, 'ok'],
  ['but to no other group', (files) => {
    files.write('/tmp/mine', '');
    files.changeOwner('/tmp/mine', { gid: 3000 });
  }, 'EPERM'],
  ['what is not there is not there, rather than forbidden', (files) => files.read('/etc/none'), 'ENOENT'],
];

describe('files as a user sees them', () => {
  it.each(cases)('%s', (_, act, wanted) => {
    const all = disk();
    expect(outcome(() => act(new UserFiles(all, ann), all))).toBe(wanted);
  });

  it('what is made belongs to who made it, and in a directory of a group to that group', () => {
    const all = disk();
    all.changeOwner('/data', { gid: 2000 });
    all.changeMode('/data', 0o2777);
    const files = new UserFiles(all, ann);
    files.makeDirectory('/data/a/b', { parents: true });
    files.write('/data/a/b/file', '');
    files.write('/tmp/file', '');
    files.link('/tmp/link', 'file');
    all.write('/data/of-root', '');
    const ownerOf = (path: string): readonly number[] => [all.stat(path).uid, all.stat(path).gid, all.stat(path).mode];
    expect(ownerOf('/data/a')).toEqual([1000, 2000, 0o2755]);
    expect(ownerOf('/data/a/b/file')).toEqual([1000, 2000, 0o644]);
    expect(ownerOf('/tmp/file')).toEqual([1000, 1000, 0o644]);
    expect(ownerOf('/data/of-root')).toEqual([0, 2000, 0o644]);
    expect(all.statLink('/tmp/link')).toMatchObject({ type: 'link', uid: 1000, target: 'file' });
  });

  it('root without its powers is bound by modes; with them it is not', () => {
    const all = disk();
    new UserFiles(all, bob).write('/data/his', 'x', 0o600);
    const weak = { uid: 0, gid: 0, groups: [0] };
    expect(outcome(() => new UserFiles(all, weak).read('/data/his'))).toBe('EACCES');
    expect(outcome(() => new UserFiles(all, weak).changeOwner('/data/his', { uid: 0 }))).toBe('EPERM');
    const able = new UserFiles(all, { ...weak, capabilities: new Set(['DAC_OVERRIDE', 'CHOWN', 'FOWNER']) });
    expect(able.read('/data/his')).toBe('x');
    expect(outcome(() => able.changeOwner('/data/his', { uid: 0 }))).toBe('ok');
  });

  it('says of what is mounted read-only that nobody writes there, not that this user may not', () => {
    const mounted = new MountedFiles(disk());
    mounted.mount('/frozen', disk(), { isReadOnly: true });
    const files = new UserFiles(mounted, ann);
    expect(outcome(() => files.write('/frozen/etc/passwd', ''))).toBe('EROFS');
    expect(outcome(() => files.write('/frozen/new', ''))).toBe('EROFS');
    expect(outcome(() => files.changeMode('/frozen/etc/passwd', 0o777))).toBe('EROFS');
    expect(outcome(() => files.read('/frozen/root/file'))).toBe('EACCES');
  });

  it('tells what may be done, on what is mounted read-only too', () => {
    const mounted = new MountedFiles(disk());
    mounted.mount('/frozen', disk(), { isReadOnly: true });
    const files = new UserFiles(mounted, ann);
    const may = (path: string): string => (['read', 'write', 'execute'] as const).filter((what) => files.allows(path, what)).join(' ');
    expect(may('/etc/passwd')).toBe('read');
    expect(may('/tmp')).toBe('read write execute');
    expect(may('/frozen/tmp')).toBe('read execute');
    expect(may('/root/file')).toBe('');
  });
});
