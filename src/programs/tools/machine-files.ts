import { operatingSystem } from '../../machine/index.ts';
import type { FileSystem } from '../../machine/index.ts';
import { machineToolNames } from './tool-names.ts';

const directories = ['/bin', '/boot', '/dev', '/etc', '/home', '/lib', '/mnt', '/opt', '/proc', '/root', '/run', '/srv', '/sys', '/tmp', '/usr/bin', '/usr/local/bin', '/usr/sbin', '/var/lib', '/var/log', '/var/tmp'];

/** Fills a machine's empty disk with what an installed system has; what is there stays. */
export function fillMachine(files: FileSystem, hostname: string): void {
  for (const directory of directories) files.makeDirectory(directory, { parents: true });
  for (const directory of ['/tmp', '/var/tmp']) files.changeMode(directory, 0o1777);
  const texts: Readonly<Record<string, string>> = {
    '/etc/hostname': `${hostname}\n`,
    '/etc/hosts': `127.0.0.1\tlocalhost\n127.0.1.1\t${hostname}\n`,
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n',
    '/etc/group': 'root:x:0:\ndaemon:x:1:\nnogroup:x:65534:\n',
    '/etc/os-release': operatingSystem.release,
  };
  for (const [path, text] of Object.entries(texts)) if (!files.exists(path)) files.write(path, text);
  for (const name of machineToolNames) if (!files.exists(`/usr/bin/${name}`)) files.write(`/usr/bin/${name}`, '\u007fELF', 0o755);
}
