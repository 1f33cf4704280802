import { spawnSync } from 'node:child_process';
import type { Figure } from './figure.ts';

/** What another program prints, run by itself so that neither disturbs the other's heap. Throws when it fails. */
export function outputOf(script: string, ...args: readonly string[]): string {
  const { stdout, status } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`${script} failed`);
  return stdout;
}

/** The figures that another program prints, one JSON line each. Throws when it fails. */
export function figuresOf(script: string): readonly Figure[] {
  return outputOf(script).split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Figure);
}
