import type { Branch } from '../../protocol/index.ts';
import type { Words } from '../i18n/use-words.ts';
import { clockText } from './format.ts';

/** What a branch is called: as a person named it, or by the command that it began with. */
export function branchTitle({ name, began, parent, forkedAtMs }: Branch, say: Words): string {
  return name ?? (parent === undefined ? say('branch.main') : began ?? say('branch.from', { time: clockText(forkedAtMs) }));
}

/** Where a branch left its parent: the moment, and the command before it. */
export function branchPlace({ parent, forkedAtMs, after }: Branch, say: Words): string {
  if (parent === undefined) return '';
  const from = say('branch.from', { time: clockText(forkedAtMs).replace(/\.\d+$/, '') });
  return after === undefined ? from : `${from} · ${say('branch.after', { command: after })}`;
}
