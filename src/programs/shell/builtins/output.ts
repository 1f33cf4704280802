import { ConditionError, evaluateTest } from '../condition.ts';
import { placeOf } from '../double-bracket.ts';
import { formatPrintf } from '../printf.ts';
import { unescape } from '../reader.ts';
import type { Builtin, BuiltinCall } from './builtin.ts';
import { refuse } from './builtin.ts';
import type { Process } from '../surroundings.ts';

const echo: Builtin = function* ({ shell, args, stdout }) {
  let isEscaped = shell.state.dialect.name === 'dash';
  let hasEnd = true;
  let at = 0;
  for (; /^-[neE]+$/.test(args[at] ?? '') && (shell.state.dialect.name !== 'dash' || args[at] === '-n'); at++) {
    for (const letter of (args[at] ?? '').slice(1)) {
      if (letter === 'n') hasEnd = false;
      else isEscaped = letter === 'e';
    }
  }
  const text = args.slice(at).join(' ');
  if (!isEscaped) {
    yield* stdout.write(hasEnd ? `${text}\n` : text);
    return 0;
  }
  const stop = text.indexOf('\\c');
  yield* stdout.write(stop < 0 ? unescape(text) + (hasEnd ? '\n' : '') : unescape(text.slice(0, stop)));
  return 0;
};

const printf: Builtin = function* (call) {
  const { shell, args, stdout, io } = call;
  const isAssigned = args[0] === '-v';
  const [format, ...values] = isAssigned ? args.slice(2) : args[0] === '--' ? args.slice(1) : args;
  if (format === undefined) return yield* refuse(call, 'usage: printf [-v var] format [arguments]', 2);
  const { text, complaints } = formatPrintf(format, values);
  if (isAssigned) shell.state.set(args[1] ?? '', text);
  else yield* stdout.write(text);
  for (const complaint of complaints) yield* shell.complain(io, `printf: ${complaint}`);
  return complaints.length > 0 ? 1 : 0;
};

function* test(call: BuiltinCall, args: readonly string[]): Process<number> {
  try {
    return evaluateTest(args, placeOf(call.shell, call.io)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    return yield* refuse(call, error.message, 2);
  }
}

/** Builtins that print and compare. */
export const outputBuiltins: Readonly<Record<string, Builtin>> = {
  echo,
  printf,
  test: (call) => test(call, call.args),
  *'['(call) {
    if (call.args.at(-1) !== ']') return yield* refuse(call, "missing `]'", 2);
    return yield* test(call, call.args.slice(0, -1));
  },
};
