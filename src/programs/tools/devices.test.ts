import { expect, test } from 'vitest';
import { ash } from '../shell/dialect.ts';
import { testMachine } from '../testing/test-machine.ts';
import { busyboxTools } from './toolset.ts';

test.each([
  ['/dev/null swallows and is empty', 'echo x > /dev/null; cat /dev/null; cp /dev/null f; wc -c f; echo a | tee /dev/null', '0 f\na\n'],
  ['/dev/full is full', 'echo hi > /dev/full', 'bash: line 1: echo: write error: No space left on device\n[1]'],
  ['a program that writes to /dev/full says so', 'cat people > /dev/full; dd if=/dev/zero of=/dev/full bs=1k count=3 status=none', "cat: write error: No space left on device\ndd: error writing '/dev/full': No space left on device\n[1]"],
  ['/dev/zero gives as much as one takes', 'head -c 5 /dev/zero | wc -c; cat /dev/zero | head -c 100000 | tail -c 3 | wc -c; head -c 2 < /dev/zero | tr "\\0" x', '5\n3\nxx'],
  ['who wants all of /dev/zero is killed', 'sort /dev/zero; echo $?', '137\n'],
  ['/dev/urandom gives other bytes each time', 'a=$(head -c 12 /dev/urandom | base64); b=$(head -c 12 /dev/urandom | base64); echo ${#a} $([ $a = $b ] || echo other)', '16 other\n'],
  ['/dev/urandom makes passwords', "tr -dc 'a-z0-9' < /dev/urandom | head -c 20 | grep -Ec '^[a-z0-9]{20}$'", '1\n'],
  ['devices are listed as such', "ls -l /dev/null /dev/zero | cut -c1-30; [ -c /dev/null ] && echo device; [ -f /dev/null ] || echo no file; stat -c %F /dev/null", 'crw-rw-rw- 1 root root 1,   3 \ncrw-rw-rw- 1 root root 1,   5 \ndevice\nno file\ncharacter special file\n'],
  ['an endless copy is ended', 'timeout 2 cat /dev/zero > /dev/null; echo $?', '124\n'],
  ['dd counts blocks', 'echo hello | dd of=f; dd if=/dev/zero of=z bs=1500 count=2 status=none; wc -c z; dd if=f bs=2 skip=1 count=1 2>/dev/null', '3000 z\nll'],
  ['dd keeps what it does not write', 'echo abcdef > f; printf XY | dd of=f bs=1 seek=2 conv=notrunc status=none; cat f', 'abXYef\n'],
  ['dd complains', 'dd if=nonesuch; dd if=/dev/zero of=/nonesuch/x count=1; dd foo=1', "dd: failed to open 'nonesuch': No such file or directory\ndd: failed to open '/nonesuch/x': No such file or directory\ndd: unrecognized operand ‘foo=1’\nTry 'dd --help' for more information.\n[1]"],
  ['files of zeros may be as large as the disk', 'dd if=/dev/zero of=z bs=1M count=3000 status=none; stat -c %s z; fallocate -l 2G y; stat -c %s y; df -h | tail -1 | cut -c1-37; rm z y; df -h | tail -1 | cut -c1-37', '3145728000\n2147483648\n/dev/vda1       100G  5.0G   96G   5%\n/dev/vda1       100G     8  100G   1%\n'],
  ['what fits on no disk is refused', 'fallocate -l 200G f; ls', 'f\npeople\nfallocate: fallocate failed: No space left on device\n'],
  ['a text of zeros goes on', 'truncate -s 3 f; echo x >> f; wc -c f; truncate -s 0 f; wc -c f', '5 f\n0 f\n'],
])('%s', (_, text, expected) => {
  const machine = testMachine();
  machine.disk.write('/home/me/people', 'ann\nbob\n');
  const { out, err, status } = machine.run(text);
  expect(`${out}${err.replace(/^\d+\+\d+ records.*\n/gm, '').replace(/^\d+ bytes .*\n/gm, '')}${status === 0 ? '' : `[${status}]`}`).toBe(expected);
});

test('what dd has copied is told as GNU and as busybox tell it', () => {
  const said = (machine: ReturnType<typeof testMachine>): string => machine.run('dd if=/dev/zero of=z bs=1M count=5').err.replace(/copied.*/, '');
  expect(said(testMachine())).toBe('5+0 records in\n5+0 records out\n5242880 bytes (5.2 MB, 5.0 MiB) \n');
  expect(said(testMachine({ programs: busyboxTools, dialect: ash }))).toBe('5+0 records in\n5+0 records out\n5242880 bytes (5.0MB) \n');
});

test('what cannot be written is told without a name by ash', () => {
  expect(testMachine({ programs: busyboxTools, dialect: ash }).run('echo hi > /dev/full').err).toMatch(/^sh: (line 1: )?write error: No space left on device\n$/);
});
