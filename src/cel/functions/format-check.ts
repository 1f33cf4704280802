// A format that is written out, checked against a list that is written out.
// Upstream: cel-go ext/formatting_v2.go (the validator)

import type { Expr } from '../ast.ts';
import type { Checked } from '../check.ts';
import type { Issue } from '../source.ts';
import type { CelType } from '../types.ts';

const allowed: Readonly<Record<string, { readonly sorts: ReadonlySet<string>; readonly why: string }>> = {
  s: { sorts: new Set(['bool', 'bytes', 'double', 'duration', 'dyn', 'int', 'list', 'map', 'null', 'string', 'timestamp', 'type', 'uint', 'parameter', 'error']),
    why: 'error during formatting: string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps' },
  d: { sorts: new Set(['dyn', 'int', 'uint', 'error']), why: 'error during formatting: decimal clause can only be used on integers' },
  f: { sorts: new Set(['double', 'dyn', 'string', 'error']), why: 'error during formatting: fixed-point clause can only be used on doubles' },
  e: { sorts: new Set(['double', 'dyn', 'string', 'error']), why: 'error during formatting: scientific clause can only be used on doubles' },
  b: { sorts: new Set(['bool', 'dyn', 'int', 'uint', 'error']), why: 'error during formatting: only integers and bools can be formatted as binary' },
  x: { sorts: new Set(['bytes', 'dyn', 'int', 'string', 'uint', 'error']), why: 'error during formatting: only integers, byte buffers, and strings can be formatted as hex' },
  X: { sorts: new Set(['bytes', 'dyn', 'int', 'string', 'uint', 'error']), why: 'error during formatting: only integers, byte buffers, and strings can be formatted as hex' },
  o: { sorts: new Set(['dyn', 'int', 'uint', 'error']), why: 'error during formatting: octal clause can only be used on integers' },
};

const clauses = /%(?:%|(?:\.[0-9]*)?(.))/gsu;

/** What is wrong with a written-out format and its list; nothing is said of lists that are not written out. */
export function formatIssue(at: number, format: string, list: Expr | undefined, checked: Checked): Issue | undefined {
  if (list?.kind !== 'list') return undefined;
  if (/(?:^|[^%])(?:%%)*%$/s.test(format)) return { at, message: 'unexpected end of string' };
  let next = 0;
  for (const [all, verb = ''] of format.matchAll(clauses)) {
    if (all === '%%') continue;
    const rule = allowed[verb];
    if (!rule) return { at, message: `could not parse formatting clause: unrecognized formatting clause "${verb}"` };
    const item = list.items[next]?.value;
    if (!item) return { at, message: `index ${next} out of range` };
    next++;
    const type = checked.typeOf(item);
    if (!fits(type, rule.sorts)) return { at: item.at, message: `${rule.why}, was given ${type.name}` };
  }
  if (next < list.items.length) return { at, message: `too many arguments supplied to string.format (expected ${next}, got ${list.items.length})` };
  return undefined;
}

function fits(type: CelType, sorts: ReadonlySet<string>): boolean {
  if (!sorts.has(type.sort)) return false;
  return (type.sort !== 'list' && type.sort !== 'map') || type.of.every((part) => fits(part, sorts));
}
