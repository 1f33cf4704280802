import { expect, test } from 'vitest';
import { Disk } from './disk.ts';
import { MountedFiles } from './mounts.ts';

test('what is mounted late is made when somebody looks there, once, and not when somebody looks elsewhere', () => {
  const [root, late] = [new Disk(() => 0), new Disk(() => 0)];
  root.write('/here', 'root');
  late.write('/there', 'late');
  let made = 0;
  const files = new MountedFiles(root);
  files.mountLate('/late', () => {
    made++;
    return late;
  }, true);
  expect([files.read('/here'), made]).toEqual(['root', 0]);
  expect([files.read('/late/there'), files.exists('/late/no'), made]).toEqual(['late', false, 1]);
  expect(() => files.write('/late/there', '')).toThrow('Read-only file system');
});
