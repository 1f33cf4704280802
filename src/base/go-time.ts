// How Go reads a moment: the layout is an example, and what does not fit it is told piece by piece.
// Upstream: Go's time.Parse with the layouts of RFC 3339

import { quote } from './go-quote.ts';

const steps = ['2006', '-', '01', '-', '02', 'T', '15', ':', '04', ':', '05'] as const;
type Step = (typeof steps)[number];

const zone = 'Z07:00';
const names: Partial<Readonly<Record<Step, string>>> = { '01': 'month', 15: 'hour', '04': 'minute', '05': 'second' };
const ranges: Partial<Readonly<Record<Step, readonly [least: number, most: number]>>> = { '01': [1, 12], 15: [0, 23], '04': [0, 59], '05': [0, 59] };

/** What is wrong with a moment, as Go says it; undefined: nothing. With `micro` it must have six digits after the second. */
export function timeProblem(text: string, micro: boolean): string | undefined {
  const whole = `parsing time ${quote(text)}`;
  const fraction = micro ? '.000000' : '';
  const misfit = (rest: string, wanted: string): string => `${whole} as ${quote(`${steps.join('')}${fraction}${zone}`)}: cannot parse ${quote(rest)} as ${quote(wanted)}`;
  const read = new Map<Step, number>();
  let rest = text;
  for (const step of steps) {
    const found = pieces(step).exec(rest)?.[0];
    if (found === undefined) return misfit(rest, step);
    const [least, most] = ranges[step] ?? [0, Infinity];
    if (Number(found) < least || Number(found) > most) return `${whole}: ${names[step] ?? ''} out of range`;
    read.set(step, Number(found));
    rest = rest.slice(found.length);
  }
  const digits = (micro ? /^[.,]\d{6}/ : /^(?:[.,]\d+)?/).exec(rest)?.[0];
  if (digits === undefined) return misfit(rest, fraction);
  rest = rest.slice(digits.length);
  const offset = /^(?:Z|[-+](\d{2}):(\d{2}))/.exec(rest);
  if (!offset) return misfit(rest, zone);
  const [found, hours = '0', minutes = '0'] = offset;
  if (Number(hours) > 24) return `${whole}: time zone offset hour out of range`;
  if (Number(minutes) > 60) return `${whole}: time zone offset minute out of range`;
  if (rest.length > found.length) return `${whole}: extra text: ${quote(rest.slice(found.length))}`;
  const day = read.get('02') ?? 0;
  return day < 1 || day > daysIn(read.get('2006') ?? 0, read.get('01') ?? 1) ? `${whole}: day out of range` : undefined;
}

/** What stands for a piece of the layout: its digits, or itself. */
function pieces(step: Step): RegExp {
  if (step === '2006') return /^\d{4}/;
  return /^\d/.test(step) ? /^\d{2}/ : new RegExp(`^${step}`);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
