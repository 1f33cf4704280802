import type { Program } from '../../machine/index.ts';
import { ashProgram, bashProgram, dashProgram } from '../shell/shell-program.ts';
import { cat } from './cat.ts';
import { curl } from './curl.ts';
import { cut } from './cut.ts';
import { env, printenv, which } from './environment.ts';
import { grep } from './grep.ts';
import { head } from './head.ts';
import { nslookup } from './nslookup.ts';
import { sleep } from './sleep.ts';
import { sort } from './sort.ts';
import { toolProgram } from './support/tool.ts';
import type { Flavour, ToolBody } from './support/tool.ts';
import { tail } from './tail.ts';
import { tr } from './tr.ts';
import { uniq } from './uniq.ts';
import { wc } from './wc.ts';
import { wget } from './wget.ts';

const common: Readonly<Record<string, ToolBody>> = {
  cat, cut, env, grep, head, nslookup, printenv, sleep, sort, tail, tr, uniq, wc, wget, which,
};

const machineOnly: Readonly<Record<string, ToolBody>> = { curl };

function programsOf(bodies: Readonly<Record<string, ToolBody>>, flavour: Flavour): [string, Program][] {
  return Object.entries(bodies).map(([name, body]) => [name, toolProgram(name, flavour, body)]);
}

/** Everything a machine has: bash, GNU's tools, curl. */
export const machineTools: ReadonlyMap<string, Program> = new Map([
  ...programsOf(common, 'gnu'), ...programsOf(machineOnly, 'gnu'), ['sh', bashProgram], ['bash', bashProgram],
]);

/** Everything that busybox is. */
export const busyboxTools: ReadonlyMap<string, Program> = new Map([...programsOf(common, 'busybox'), ['sh', ashProgram], ['ash', ashProgram]]);

/** What a Debian image has: dash as `sh`, bash, GNU's tools, but nothing for networks. */
export const debianTools: ReadonlyMap<string, Program> = new Map([
  ...programsOf(without(common, ['nslookup', 'wget', 'ping', 'nc', 'vi', 'ps', 'ip', 'ifconfig', 'netstat']), 'gnu'), ['sh', dashProgram], ['dash', dashProgram], ['bash', bashProgram],
]);

/** curl by itself, for images that bring it. */
export const curlProgram: Program = toolProgram('curl', 'gnu', curl);

function without(bodies: Readonly<Record<string, ToolBody>>, names: readonly string[]): Readonly<Record<string, ToolBody>> {
  return Object.fromEntries(Object.entries(bodies).filter(([name]) => !names.includes(name)));
}
