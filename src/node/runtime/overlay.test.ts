import { describe, expect, test } from 'vitest';
import { Disk, DiskSpace } from '../../machine/index.ts';
import { OverlayFiles } from './overlay.ts';

function overlay(): { readonly files: OverlayFiles; readonly lower: Disk; readonly space: DiskSpace } {
  const lower = new Disk(() => 0);
  lower.makeDirectory('/etc/app', { parents: true });
  lower.write('/etc/app/a', 'image a', 0o600);
  lower.write('/etc/app/b', 'image b');
  const space = new DiskSpace(1_000);
  return { lower, space, files: new OverlayFiles(lower, () => 5, () => space) };
}

describe('a container\'s root', () => {
  test('writes leave the image as it is and keep the mode', () => {
    const { files, lower, space } = overlay();
    files.write('/etc/app/a', 'mine');
    expect([files.read('/etc/app/a'), lower.read('/etc/app/a'), files.stat('/etc/app/a').mode, space.used]).toEqual(['mine', 'image a', 0o600, 4]);
    files.append('/etc/app/b', '!');
    expect([files.read('/etc/app/b'), lower.read('/etc/app/b')]).toEqual(['image b!', 'image b']);
    expect(files.list('/etc/app')).toEqual(['a', 'b']);
  });

  test('what is removed stays away, also when its directory is made anew', () => {
    const { files, lower } = overlay();
    files.remove('/etc/app/a');
    expect(files.exists('/etc/app/a')).toBe(false);
    expect(files.list('/etc/app')).toEqual(['b']);
    files.remove('/etc/app', { recursive: true });
    files.makeDirectory('/etc/app');
    expect(files.list('/etc/app')).toEqual([]);
    files.write('/etc/app/c', 'new');
    expect(files.list('/etc/app')).toEqual(['c']);
    expect(lower.list('/etc/app')).toEqual(['a', 'b']);
  });

  test('files and directories of the image can be moved', () => {
    const { files } = overlay();
    files.rename('/etc/app/a', '/etc/a');
    expect([files.read('/etc/a'), files.exists('/etc/app/a')]).toEqual(['image a', false]);
    files.rename('/etc/app', '/app');
    expect([files.list('/app'), files.read('/app/b'), files.exists('/etc/app')]).toEqual([['b'], 'image b', false]);
  });

  test.each([
    { why: 'a file where nothing is', act: (files: OverlayFiles) => files.read('/none'), error: 'No such file or directory' },
    { why: 'a directory that is not empty', act: (files: OverlayFiles) => files.remove('/etc/app'), error: 'Directory not empty' },
    { why: 'below a file', act: (files: OverlayFiles) => files.write('/etc/app/a/x', ''), error: 'Not a directory' },
    { why: 'a directory twice', act: (files: OverlayFiles) => files.makeDirectory('/etc/app'), error: 'File exists' },
    { why: 'more than the disk holds', act: (files: OverlayFiles) => files.write('/big', 'x'.repeat(2_000)), error: 'No space left on device' },
  ])('$why: $error', ({ act, error }) => {
    expect(() => act(overlay().files)).toThrow(error);
  });

  test('a read-only root takes nothing', () => {
    const { files } = overlay();
    files.isReadOnly = true;
    for (const act of [() => files.write('/x', ''), () => files.remove('/etc/app/a'), () => files.append('/etc/app/a', ''), () => files.makeDirectory('/d')]) {
      expect(act).toThrow('Read-only file system');
    }
  });
});
