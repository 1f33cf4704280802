import { locateProgram } from './support/locate.ts';
import { runProgram } from './support/run.ts';
import type { ToolBody } from './support/tool.ts';

/** `env [-i] [-u NAME] [NAME=VALUE…] [COMMAND…]` */
export const env: ToolBody = function* (tool) {
  const options = tool.options('+iu:0', { 'ignore-environment': 'i', unset: 'u', null: '0' });
  const changed = options.has('i') || options.operands[0] === '-' ? new Map<string, string>() : new Map(tool.context.env);
  for (const name of options.all('u')) changed.delete(name);
  const operands = options.operands[0] === '-' ? options.operands.slice(1) : options.operands;
  let at = 0;
  for (; /^[^=]+=/.test(operands[at] ?? ''); at++) {
    const [, name = '', value = ''] = /^([^=]+)=([^]*)$/.exec(operands[at] ?? '') ?? [];
    changed.set(name, value);
  }
  const command = operands.slice(at);
  if (command.length > 0) return yield* runProgram(tool, command, { env: changed });
  for (const [name, value] of changed) tool.put(`${name}=${value}${options.has('0') ? '\0' : '\n'}`);
  return 0;
};

/** `printenv [NAME…]` */
export const printenv: ToolBody = function* (tool) {
  if (tool.args.length === 0) for (const [name, value] of tool.context.env) tool.put(`${name}=${value}\n`);
  let status = 0;
  for (const name of tool.args) {
    const value = tool.context.env.get(name);
    if (value === undefined) status = 1;
    else tool.put(`${value}\n`);
  }
  return status;
};

/** `which NAME…` */
export const which: ToolBody = function* (tool) {
  let status = 0;
  for (const name of tool.args.filter((arg) => arg !== '-a')) {
    const path = locateProgram(tool.context, name);
    if (path === undefined) status = 1;
    else tool.put(`${path}\n`);
  }
  return status;
};
