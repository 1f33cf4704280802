// A comparison of a transaction: `mod("key") > "0"`.
// Upstream: etcdctl/ctlv3/command/txn_command.go (ParseCompare)

import { quote } from '../../../base/index.ts';
import type { Compare } from '../../../etcd/index.ts';
import { ExitError } from '../exit.ts';
import { unquote } from '../words.ts';

const targets: Readonly<Record<string, Compare['target']>> = {
  ver: 'version', version: 'version', c: 'create', create: 'create', m: 'mod', mod: 'mod', val: 'value', value: 'value', lease: 'lease',
};

const isResult = (operator: string): operator is Compare['result'] => ['=', '!=', '>', '<'].includes(operator);

/** Reads a comparison. Throws ExitError. */
export function parseCompare(line: string): Compare {
  const at = line.indexOf('(');
  if (at < 0) throw malformed(line);
  const name = line.slice(0, at);
  const { key, operator, value } = scan(line.slice(at + 1));
  if (value === undefined) throw malformed(`${line}; got ${name}(${quote(key)}) ${operator} ""`);
  const target = targets[name];
  if (!target) throw malformed(`${line} (unknown target ${name})`);
  const operand = target === 'value' ? value : numberIn(value, target === 'lease' ? 16 : 10);
  if (operand === undefined) throw new ExitError('invalidInput', `invalid txn compare request: ${line}`);
  if (!isResult(operator)) throw new ExitError(2, 'Unknown result op');
  return { key, target, result: operator, operand };
}

/** `"key") > "0"`, as far as it goes; without a value it is none. */
function scan(text: string): { readonly key: string; readonly operator: string; readonly value: string | undefined } {
  const [found = '', quotedKey = ''] = /^\s*("(?:\\.|[^"\\])*")/.exec(text) ?? [];
  const key = unquote(quotedKey) ?? '';
  const [, operator = '', quotedValue = ''] = /^\)\s*(\S+)\s*("(?:\\.|[^"\\])*")?/.exec(text.slice(found.length)) ?? [];
  return { key, operator, value: unquote(quotedValue) };
}

function numberIn(text: string, base: 10 | 16): number | undefined {
  return (base === 10 ? /^[-+]?\d+$/ : /^[-+]?[0-9a-fA-F]+$/).test(text) ? Number.parseInt(text, base) : undefined;
}

function malformed(what: string): ExitError {
  return new ExitError('invalidInput', `malformed comparison: ${what}`);
}
