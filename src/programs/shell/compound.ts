import { evaluateArithmetic } from './arithmetic.ts';
import type { Command, Script, Word } from './ast.ts';
import { evaluateDoubleBracket } from './double-bracket.ts';
import type { Descriptors } from './descriptors.ts';
import { expandPattern, expandText, expandWords, variablesOf } from './expand.ts';
import { limits } from './limits.ts';
import { matchesPattern } from './pattern.ts';
import { redirect } from './redirect.ts';
import type { Shell } from './shell.ts';
import type { Process } from './surroundings.ts';

type Compound = Exclude<Command, { readonly type: 'simple' }>;

/** Runs a command that is made of others; the status is the shell's. */
export function* runCompound(shell: Shell, command: Compound, io: Descriptors): Process {
  if (command.type === 'function') {
    shell.state.functions.set(command.name, command.body);
    shell.state.status = 0;
    return;
  }
  const opened = yield* redirect(shell, command.redirections, io);
  if (!opened) {
    shell.state.status = 1;
    return;
  }
  yield* runKind(shell, command, opened.io);
  opened.release?.();
}

function* runKind(shell: Shell, command: Exclude<Compound, { readonly type: 'function' }>, io: Descriptors): Process {
  const { state } = shell;
  switch (command.type) {
    case 'group':
      yield* shell.runList(command.body, io);
      return;
    case 'subshell':
      state.status = yield* runSubshell(shell, command.body, io);
      return;
    case 'if':
      return yield* runIf(shell, command, io);
    case 'while':
    case 'until':
      return yield* runLoop(shell, command, io);
    case 'for':
      return yield* runFor(shell, command, io);
    case 'arithmetic-for':
      return yield* runArithmeticFor(shell, command, io);
    case 'case':
      return yield* runCase(shell, command, io);
    case 'arithmetic':
      yield* shell.spend(limits.builtinMs);
      state.status = (yield* calculate(shell, command.expression)) === 0n ? 1 : 0;
      return;
    case 'test':
      yield* shell.spend(limits.builtinMs);
      state.status = yield* evaluateDoubleBracket(shell, command.words, io);
  }
}

function* runSubshell(shell: Shell, body: Script, io: Descriptors): Process<number> {
  const child = shell.startSubshell((inner, innerIo) => {
    inner.watched = shell.watched;
    return inner.runList(body, innerIo);
  }, io);
  yield* shell.spend(limits.programMs);
  if (child) return yield* shell.waitFor(child, io);
  yield* shell.complain(io, shell.state.dialect.cannotFork);
  return 254;
}

function* runIf(shell: Shell, command: Compound & { readonly type: 'if' }, io: Descriptors): Process {
  for (const { condition, body } of command.branches) {
    if (yield* holds(shell, condition, io)) {
      yield* shell.runList(body, io);
      return;
    }
    if (shell.flow) return;
  }
  shell.state.status = 0;
  if (command.otherwise) yield* shell.runList(command.otherwise, io);
}

function* holds(shell: Shell, condition: Script, io: Descriptors): Process<boolean> {
  shell.watched++;
  const status = yield* shell.runList(condition, io);
  shell.watched--;
  return status === 0 && !shell.flow;
}

function* runLoop(shell: Shell, command: Compound & { readonly type: 'while' | 'until' }, io: Descriptors): Process {
  let status = 0;
  for (;;) {
    yield* shell.spend(limits.builtinMs);
    const isTrue = yield* holds(shell, command.condition, io);
    if (leavesLoop(shell)) break;
    if (isTrue !== (command.type === 'while')) break;
    status = yield* shell.runList(command.body, io);
    if (leavesLoop(shell)) break;
  }
  if (!shell.flow) shell.state.status = status;
}

function* runFor(shell: Shell, command: Compound & { readonly type: 'for' }, io: Descriptors): Process {
  const values = command.words ? yield* expandWords(shell, command.words) : shell.state.positional;
  shell.state.status = 0;
  for (const value of values) {
    yield* shell.spend(limits.builtinMs);
    shell.state.set(command.name, value);
    yield* shell.runList(command.body, io);
    if (leavesLoop(shell)) break;
  }
}

function* runArithmeticFor(shell: Shell, command: Compound & { readonly type: 'arithmetic-for' }, io: Descriptors): Process {
  const [start, condition, step] = command.parts;
  yield* calculate(shell, start);
  shell.state.status = 0;
  for (;;) {
    yield* shell.spend(limits.builtinMs);
    if (condition.length > 0 && (yield* calculate(shell, condition)) === 0n) break;
    yield* shell.runList(command.body, io);
    if (leavesLoop(shell)) break;
    yield* calculate(shell, step);
  }
}

function* calculate(shell: Shell, expression: Word): Process<bigint> {
  return evaluateArithmetic(yield* expandText(shell, expression), variablesOf(shell.state));
}

/** Whether the loop ends here: `break` and `continue` of this level are used up. */
function leavesLoop(shell: Shell): boolean {
  const { flow } = shell;
  if (!flow) return false;
  if (flow.type !== 'break' && flow.type !== 'continue') return true;
  shell.flow = flow.levels > 1 ? { ...flow, levels: flow.levels - 1 } : undefined;
  if (flow.type === 'break') shell.state.status = 0;
  return flow.type === 'break' || flow.levels > 1;
}

function* runCase(shell: Shell, command: Compound & { readonly type: 'case' }, io: Descriptors): Process {
  yield* shell.spend(limits.builtinMs);
  const subject = yield* expandText(shell, command.subject);
  for (const { patterns, body } of command.clauses) {
    for (const pattern of patterns) {
      if (!matchesPattern(subject, yield* expandPattern(shell, pattern))) continue;
      shell.state.status = 0;
      yield* shell.runList(body, io);
      return;
    }
  }
  shell.state.status = 0;
}
