// Upstream: proc(5): what it tells of the whole machine
import type { Kernel } from '../../kernel/index.ts';
import { operatingSystem, systemKilobytes } from '../../machine/index.ts';
import type { Host } from '../../network/index.ts';

/** Texts by the names of files, each made when it is read. */
type Texts = Readonly<Record<string, () => string>>;

/** Of each machine, for all of its containers. */
const ofHosts = new WeakMap<Host, Texts>();

/** The files of `/proc` that are the same for all processes of a machine. */
export function systemFiles(kernel: Kernel, host: Host): Texts {
  let texts = ofHosts.get(host);
  if (!texts) ofHosts.set(host, (texts = textsOf(kernel, host)));
  return texts;
}

function textsOf(kernel: Kernel, { hardware }: Host): Texts {
  const seconds = (): string => (kernel.nowMs / 1000).toFixed(2);
  return {
    cpuinfo: () => Array.from({ length: hardware.cpus }, (_, index) => `processor\t: ${index}\nvendor_id\t: GenuineIntel\nmodel name\t: Intel Xeon Processor\ncpu cores\t: ${hardware.cpus}\n`).join('\n'),
    loadavg: () => '0.00 0.00 0.00 1/100 1000\n',
    meminfo() {
      const total = Math.floor(hardware.memoryBytes / 1024);
      const free = total - systemKilobytes(total);
      const line = (name: string, kilobytes: number): string => `${`${name}:`.padEnd(16)}${String(kilobytes).padStart(8)} kB\n`;
      return line('MemTotal', total) + line('MemFree', free) + line('MemAvailable', free) + line('Buffers', 0) + line('Cached', 0) + line('SwapTotal', 0) + line('SwapFree', 0);
    },
    uptime: () => `${seconds()} ${seconds()}\n`,
    version: () => `Linux version ${operatingSystem.kernelRelease} (debian-kernel@lists.debian.org) ${operatingSystem.kernelVersion}\n`,
  };
}
