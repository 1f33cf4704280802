import { spawnSync } from 'node:child_process';
import type { Figure } from './figure.ts';

/** What another program prints, run by itself so that neither disturbs the other's heap. Throws when it fails. */
export function outputOf(script: string, ...args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`);
  return stdout;
}

/** The figures that another program prints, one JSON line each. Throws when it fails. */
export function figuresOf(script: string): readonly Figure[] {
  return outputOf(script).trim().split('\n').map((line) => JSON.parse(line) as Figure);
}
