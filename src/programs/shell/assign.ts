import { sleep } from '../../kernel/index.ts';
import { evaluateArithmetic } from './arithmetic.ts';
import type { Assignment } from './ast.ts';
import { ExpansionError, expandText, expandWords, variablesOf } from './expand.ts';
import { limits } from './limits.ts';
import { complain } from './report.ts';
import type { Shell } from './shell.ts';
import type { Process } from './surroundings.ts';

/** Carries out one assignment; gives the value. */
export function* assign(shell: Shell, { name, value, isAppended, elements, index }: Assignment, more: { readonly isExported?: boolean } = {}): Process<string> {
  const before = shell.state.variables.get(name);
  if (before?.isReadOnly) throw new ExpansionError(`${name}: ${shell.state.dialect.name === 'bash' ? 'readonly variable' : 'is read only'}`, true, 1);
  if (elements) {
    const list = [...(isAppended ? (before?.elements ?? []) : []), ...(yield* expandWords(shell, elements))];
    shell.state.set(name, list[0] ?? '', { ...more, elements: list });
    return list.join(' ');
  }
  const text = yield* expandText(shell, value);
  if (index) {
    const list = [...(before?.elements ?? (before ? [before.value] : []))];
    const at = Number(evaluateArithmetic(yield* expandText(shell, index), variablesOf(shell.state)));
    if (at >= 0 && at < 100_000) list[at] = isAppended ? (list[at] ?? '') + text : text;
    shell.state.set(name, list[0] ?? '', { elements: Array.from(list, (element) => element ?? '') });
  } else {
    const value = isAppended ? (before?.value ?? '') + text : text;
    shell.state.set(name, value, more);
    if (value.length > limits.noticedCharacters) yield* noteMemory(shell);
  }
  return text;
}

/** Tells how much memory large variables take; more than a shell can have ends it. */
function* noteMemory(shell: Shell): Process {
  let memoryBytes = 0;
  for (const { value } of shell.state.variables.values()) memoryBytes += value.length;
  shell.sandbox.use?.set(shell.pid, { memoryBytes });
  // A container that is killed for its memory is killed at the next wait.
  yield* sleep(memoryBytes / limits.copyCharactersPerMs);
  if (memoryBytes <= limits.memoryCharacters) return;
  shell.state.variables.clear();
  yield* complain(shell, shell.activeIo ?? shell.ownIo(), shell.state.dialect.name === 'bash' ? `xrealloc: cannot allocate ${memoryBytes} bytes` : 'out of memory');
  shell.flow = { type: 'exit', status: 2 };
}
