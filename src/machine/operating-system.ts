/** `/etc/os-release` of a Debian. */
export function debianRelease(version: string, codeName: string): string {
  const name = 'Debian GNU/Linux';
  return `PRETTY_NAME="${name} ${version} (${codeName})"\nNAME="${name}"\nVERSION_ID="${version}"\nVERSION="${version} (${codeName})"\n`
    + `VERSION_CODENAME=${codeName}\nID=debian\nHOME_URL="https://www.debian.org/"\n`;
}

/** What the system itself takes of a machine's memory, in kilobytes as all of it is given: of a small one half at most. */
export const systemKilobytes = (total: number): number => Math.min(2 ** 20, Math.floor(total / 2));

/** What is installed on every machine; containers share its kernel and bring the rest. */
export const operatingSystem = {
  name: 'Debian GNU/Linux 12 (bookworm)',
  release: debianRelease('12', 'bookworm'),
  kernelRelease: '6.12.0',
  kernelVersion: '#1 SMP PREEMPT_DYNAMIC',
} as const;
