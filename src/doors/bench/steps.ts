import { outputOf } from './child.ts';
import { figure } from './figure.ts';
import type { Figure } from './figure.ts';

/** The longest wait for a step back and for a step forwards somewhere in ten minutes of a group of five members. */
export function longestSteps(): readonly Figure[] {
  const { back, forwards } = JSON.parse(outputOf('scripts/door.mjs', 'bench/steps')) as { readonly back: number; readonly forwards: number };
  return [
    figure('longest step back in ten minutes of five members', back, 'ms', 50),
    figure('longest step forwards there', forwards, 'ms', 50),
  ];
}
