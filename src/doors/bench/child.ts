import { spawnSync } from 'node:child_process';

/** What another program prints, run by itself so that neither disturbs the other's heap. Throws when it fails. */
export function outputOf(script: string, ...args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`);
  return stdout;
}
