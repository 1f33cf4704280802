import { describe, expect, test } from 'vitest';
import { FewMap } from '../../../base/index.ts';
import { Disk } from '../../../machine/index.ts';
import type { MountedVolume } from '../volumes/mounted-volume.ts';
import { valueFromFile } from './env-file.ts';

/** What the variable A is in a file with this text: its value in brackets, or what is said instead. */
function told(text: string | undefined, { key = 'A', optional = false, volume = 'd' } = {}): string {
  const files = new Disk(() => 0);
  if (text !== undefined) files.write('/env', text);
  const volumes = new FewMap<string, MountedVolume>().set('d', { files, from: '/', isReadOnly: false });
  try {
    const value = valueFromFile({ uid: 'u', volumes }, { volumeName: volume, path: 'env', key, optional });
    return value === undefined ? 'unset' : `[${value}]`;
  } catch (error) {
    return (error as Error).message;
  }
}

const unreadable = "couldn't parse env file";
const missing = 'environment variable key "A" not found in file "/var/lib/kubelet/pods/u/volumes/kubernetes.io~empty-dir/d/env"';

// What a real kubelet made of these files.
describe('a variable from a file', () => {
  test.each([
    ["A='x'", '[x]'], ["  A='x'  \n", '[x]'], ["A='x' # c\n", '[x]'], ["A='x'#c\n", '[x]'], ["A='x'\r\nB='y'\n", '[x]'], ["# c\n\n # d\nA='x'\n", '[x]'],
    ["A='multi\n# and\n more '\n", '[multi\n# and\n more ]'], ["A='a=b $(B) \"q\"'\n", '[a=b $(B) "q"]'], ["A='1'\nA='2'\n", '[1]'],
    ["A-B='q'\n1A='x'\nA B='x'\nA='y'\n", '[y]'], ["B='1' # it's\nA='y'\n", '[y]'], ["B='x'\n\t\nA='y'\n", '[y]'], ["A='x'\nB=bad\n", '[x]'],
    ['A=x\n', unreadable], ['A="x"\n', unreadable], ["A ='x'\n", unreadable], ["A='x'trail\n", unreadable], ["A='unclosed\n", unreadable], ["A='it'\\''s'\n", unreadable],
    ["B=bad\nA='x'\n", unreadable], ['A\n', unreadable], ["='x'\n", unreadable], ['A=\n', unreadable], ["A='x' 'y'\n", unreadable], ["A='x'\rB='y'\n", unreadable], ["A=='x'\n", unreadable],
    ['', missing], ["A=''\nA='y'\n", missing], ["A= 'x'\nA='y'\n", missing], ['A= \n', missing], ["export A='x'\n", missing],
  ])('%j is %s', (text, expected) => {
    expect(told(text)).toBe(expected);
  });

  test('that is optional is not set where the key is missing, but the file must be there', () => {
    expect(told("B='y'\n", { optional: true })).toBe('unset');
    expect(told(undefined, { optional: true })).toBe(unreadable);
  });

  test('may have a name with blanks', () => {
    expect(told("export A='x'\n", { key: 'export A' })).toBe('[x]');
  });

  test('must be in a volume that is mounted', () => {
    expect(told('', { volume: 'e' })).toBe('cannot find the volume "e" referenced by FileKeyRef');
  });
});
