import { sleep as pass } from '../../kernel/index.ts';
import { UsageError } from './support/options.ts';
import type { ToolBody } from './support/tool.ts';

const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** Milliseconds of `5`, `1.5m`, `infinity`; undefined when it is no time. */
export function durationMs(text: string): number | undefined {
  if (text === 'infinity' || text === 'inf') return Number.POSITIVE_INFINITY;
  const [, number, unit = ''] = /^(\d*\.?\d+|\d+\.)([smhd]?)$/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * (units[unit] ?? 1) * 1000;
}

/** `sleep TIME…` */
export const sleep: ToolBody = function* (tool) {
  const times = tool.args.filter((arg) => arg !== '--');
  if (times.length === 0) throw new UsageError('missing operand');
  let total = 0;
  for (const time of times) {
    const ms = durationMs(time);
    if (ms === undefined) throw new UsageError(tool.isBusybox ? `invalid number '${time}'` : `invalid time interval '${time}'`);
    total += ms;
  }
  // A sleep without end is one of so long a time that no world sees its end.
  yield* pass(Math.min(total, 1e14));
  return 0;
};
