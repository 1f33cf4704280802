import { formatPrintf } from '../../shell/printf.ts';
import { posixRegex } from '../support/regex.ts';
import type { Expression } from './ast.ts';
import type { AwkMachine } from './machine.ts';
import { splitFields } from './split.ts';
import { InputText, toNumber, toText } from './values.ts';
import type { Value } from './values.ts';

type Builtin = (machine: AwkMachine, args: readonly Expression[]) => Value;

const record: Expression = { type: 'field', index: { type: 'number', value: 0 } };

function number(machine: AwkMachine, arg: Expression | undefined): number {
  return arg ? toNumber(machine.evaluate(arg)) : 0;
}

function text(machine: AwkMachine, arg: Expression | undefined): string {
  return arg ? toText(machine.evaluate(arg)) : '';
}

function substitute(machine: AwkMachine, [pattern, replacement, target = record]: readonly Expression[], isGlobal: boolean): number {
  if (!pattern) return 0;
  const regex = machine.regexOf(pattern, isGlobal ? 'g' : '');
  const template = text(machine, replacement);
  let count = 0;
  const result = text(machine, target).replace(regex, (match: string) => {
    count++;
    return template.replace(/\\\\&|\\&|&/g, (mark) => (mark === '&' ? match : mark === '\\&' ? '&' : `\\${match}`));
  });
  if (count > 0) machine.store(target, result);
  return count;
}

const builtins: Readonly<Record<string, Builtin>> = {
  length(machine, [arg]) {
    if (!arg) return machine.field(0).length;
    if (arg.type === 'variable' && machine.arrays.has(arg.name) && !machine.globals.has(arg.name)) return machine.array(arg.name).size;
    return text(machine, arg).length;
  },
  substr(machine, [subject, from, length]) {
    const value = text(machine, subject);
    const start = Math.round(number(machine, from));
    const end = length ? start + Math.round(number(machine, length)) : Number.POSITIVE_INFINITY;
    return value.slice(Math.max(0, start - 1), Math.max(0, end - 1));
  },
  index: (machine, [subject, wanted]) => text(machine, subject).indexOf(text(machine, wanted)) + 1,
  split(machine, [subject, array, separator]) {
    const value = text(machine, subject);
    if (array?.type !== 'variable') return 0;
    const by = separator ? (separator.type === 'regex' ? separator.source : text(machine, separator)) : machine.text('FS');
    const parts = separator?.type === 'regex' ? (value === '' ? [] : value.split(posixRegex(by, { isExtended: true }))) : splitFields(value, by);
    const target = machine.array(array.name);
    target.clear();
    for (const [index, part] of parts.entries()) target.set(String(index + 1), new InputText(part));
    return parts.length;
  },
  sub: (machine, args) => substitute(machine, args, false),
  gsub: (machine, args) => substitute(machine, args, true),
  match(machine, [subject, pattern]) {
    const found = pattern ? machine.regexOf(pattern).exec(text(machine, subject)) : null;
    machine.globals.set('RSTART', found ? found.index + 1 : 0);
    machine.globals.set('RLENGTH', found ? found[0].length : -1);
    return found ? found.index + 1 : 0;
  },
  sprintf(machine, [format, ...values]) {
    return formatPrintf(text(machine, format), values.map((value) => toText(machine.evaluate(value), '%.17g'))).text;
  },
  toupper: (machine, [arg]) => text(machine, arg).toUpperCase(),
  tolower: (machine, [arg]) => text(machine, arg).toLowerCase(),
  int: (machine, [arg]) => Math.trunc(number(machine, arg)),
  sqrt: (machine, [arg]) => Math.sqrt(number(machine, arg)),
  // oxlint-disable no-restricted-properties -- their last bits are rounded away
  exp: (machine, [arg]) => rounded(Math.exp(number(machine, arg))),
  log: (machine, [arg]) => rounded(Math.log(number(machine, arg))),
  sin: (machine, [arg]) => rounded(Math.sin(number(machine, arg))),
  cos: (machine, [arg]) => rounded(Math.cos(number(machine, arg))),
  atan2: (machine, [y, x]) => rounded(Math.atan2(number(machine, y), number(machine, x))),
  // oxlint-enable no-restricted-properties
  rand: (machine) => machine.outside.random(),
  srand: () => 0,
  systime: (machine) => Math.floor(machine.outside.nowMs() / 1000),
  close: (machine, [name]) => machine.outside.close(text(machine, name)),
  fflush: () => 0,
  system: () => 0,
};

export function isBuiltin(name: string): boolean {
  return Object.hasOwn(builtins, name);
}

/** Calls a function of awk itself. */
export function callBuiltin(machine: AwkMachine, name: string, args: readonly Expression[]): Value {
  return builtins[name]?.(machine, args) ?? '';
}

/** As many digits as every engine agrees on. */
function rounded(value: number): number {
  return Number(value.toPrecision(15));
}
