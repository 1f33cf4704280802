// Calls that are written out into something else before anything is checked.
// Upstream: cel-go parser/macro.go, ext/comprehensions.go, ext/lists.go, cel/library.go (optMap)

import type { Call, Comprehension, Expr } from './ast.ts';
import type { Issue } from './source.ts';

/** The name of what a loop collects; no expression can write it. */
const result = '@result';

type Expand = (call: Call, target: Expr, args: readonly Expr[]) => Expr | Issue;

const not = (operand: Expr): Expr => operator(operand.at, '!_', operand);

function operator(at: number, name: string, ...args: readonly Expr[]): Expr {
  return { kind: 'call', at, name, target: undefined, args };
}

const literal = (at: number, value: bigint | boolean): Expr => ({ kind: 'literal', at, value });
const ident = (at: number, name: string): Expr => ({ kind: 'ident', at, name });
const list = (at: number, ...values: readonly Expr[]): Expr => ({ kind: 'list', at, items: values.map((value) => ({ value, isOptional: false })) });

interface Loop {
  readonly initial: Expr;
  readonly condition: Expr;
  readonly step: Expr;
  readonly final?: Expr;
}

/** The variables that a loop names: one, or two where the macro has one argument more. */
interface Variables {
  readonly names: readonly string[];
  readonly rest: readonly Expr[];
}

/** The names of the first arguments, or what is wrong with them. */
function variables(args: readonly Expr[], count: number, message: string): Variables | Issue {
  const names: string[] = [];
  for (const arg of args.slice(0, count)) {
    if (arg.kind !== 'ident' || arg.name.startsWith('.')) return { at: arg.at, message };
    if (arg.name === result || arg.name === '__result__') return { at: arg.at, message: 'iteration variable overwrites accumulator variable' };
    if (names.includes(arg.name)) return { at: arg.at, message: `duplicate variable name: ${arg.name}` };
    names.push(arg.name);
  }
  return { names, rest: args.slice(count) };
}

function loop(call: Call, range: Expr, { names }: Variables, { initial, condition, step, final }: Loop): Comprehension {
  const [variable = '', variable2] = names;
  return {
    kind: 'loop', at: call.at, range, variable, variable2, condition, step,
    result: { name: result, initial, final: final ?? ident(call.at, result) },
  };
}

/** A macro over a list or a map, whose last arguments are written inside the loop. */
function over(count: number, body: (at: number, rest: readonly Expr[], names: readonly string[]) => Loop, message: string): Expand {
  return (call, target, args) => {
    const found = variables(args, count, message);
    return 'message' in found ? found : loop(call, target, found, body(call.at, found.rest, found.names));
  };
}

const [simpleName, identifier] = ['argument must be a simple name', 'argument is not an identifier'];

const all = (count: number): Expand => over(count, (at, [test = literal(at, true)]) => ({
  initial: literal(at, true), condition: operator(at, '@not_strictly_false', ident(at, result)), step: operator(at, '_&&_', ident(at, result), test),
}), simpleName);

const exists = (count: number): Expand => over(count, (at, [test = literal(at, true)]) => ({
  initial: literal(at, false), condition: operator(at, '@not_strictly_false', not(ident(at, result))), step: operator(at, '_||_', ident(at, result), test),
}), simpleName);

const existsOne = (count: number): Expand => over(count, (at, [test = literal(at, true)]) => ({
  initial: literal(at, 0n), condition: literal(at, true),
  step: operator(at, '_?_:_', test, operator(at, '_+_', ident(at, result), literal(at, 1n)), ident(at, result)),
  final: operator(at, '_==_', ident(at, result), literal(at, 1n)),
}), simpleName);

/** What collects: with a test before it only what passes is collected. */
function collect(count: number, initial: (at: number) => Expr, add: (at: number, value: Expr) => Expr): Expand {
  return over(count, (at, rest) => {
    const [test, value] = rest.length > 1 ? rest : [undefined, rest[0]];
    const step = add(at, value ?? literal(at, true));
    return {
      initial: initial(at), condition: literal(at, true), step: test ? operator(at, '_?_:_', test, step, ident(at, result)) : step,
    };
  }, identifier);
}

const toList = (count: number): Expand => collect(count, (at) => list(at), (at, value) => operator(at, '_+_', ident(at, result), list(at, value)));
const emptyMap = (at: number): Expr => ({ kind: 'map', at, entries: [] });

const transformMap: Expand = (call, target, args) => {
  const [key] = args;
  const keyName = key?.kind === 'ident' ? key.name : '';
  return collect(2, emptyMap, (at, value) => operator(at, 'cel.@mapInsert', ident(at, result), ident(at, keyName), value))(call, target, args);
};
const transformMapEntry = collect(2, emptyMap, (at, value) => operator(at, 'cel.@mapInsert', ident(at, result), value));

const filter = over(1, (at, [test = literal(at, true)], [name = '']) => ({
  initial: list(at), condition: literal(at, true),
  step: operator(at, '_?_:_', test, operator(at, '_+_', ident(at, result), list(at, ident(at, name))), ident(at, result)),
}), identifier);

/** Gives a value a name: a loop that never runs, whose result is the value. */
function bind(at: number, name: string, value: Expr, body: Expr): Comprehension {
  return {
    kind: 'loop', at, range: list(at), variable: '#unused', variable2: undefined,
    condition: literal(at, false), step: ident(at, name), result: { name, initial: value, final: body },
  };
}

function optionalMap(wrap: boolean): Expand {
  return (call, target, args) => {
    const found = variables(args, 1, wrap ? 'optMap() variable name must be a simple identifier' : 'optFlatMap() variable name must be a simple identifier');
    if ('message' in found) return found;
    const { at } = call;
    const bound = bind(at, found.names[0] ?? '', { kind: 'call', at, name: 'value', target, args: [] }, found.rest[0] ?? literal(at, true));
    return operator(
      at, '_?_:_', { kind: 'call', at, name: 'hasValue', target, args: [] },
      wrap ? operator(at, 'optional.of', bound) : bound, operator(at, 'optional.none'),
    );
  };
}

const sortBy: Expand = (call, target, args) => {
  const { at } = call;
  if (!['call', 'ident', 'list', 'loop', 'select'].includes(target.kind)) return { at: target.at, message: 'sortBy can only be applied to a list, identifier, comprehension, call or select expression' };
  const keys = toList(1)(call, ident(at, '@__sortBy_input__'), args);
  if ('message' in keys) return keys;
  return bind(at, '@__sortBy_input__', target, { kind: 'call', at, name: '@sortByAssociatedKeys', target: ident(at, '@__sortBy_input__'), args: [keys] });
};

const macros: Readonly<Record<string, Expand>> = {
  'all/2': all(1), 'exists/2': exists(1), 'exists_one/2': existsOne(1), 'map/2': toList(1), 'map/3': toList(1), 'filter/2': filter,
  'optMap/2': optionalMap(true), 'optFlatMap/2': optionalMap(false), 'sortBy/2': sortBy,
  'all/3': all(2), 'exists/3': exists(2), 'exists_one/3': existsOne(2), 'existsOne/3': existsOne(2),
  'transformList/3': toList(2), 'transformList/4': toList(2), 'transformMap/3': transformMap, 'transformMap/4': transformMap,
  'transformMapEntry/3': transformMapEntry, 'transformMapEntry/4': transformMapEntry,
};

function has(at: number, args: readonly Expr[]): Expr | Issue {
  const [arg] = args;
  if (arg?.kind === 'select') return { ...arg, at, isTest: true };
  return { at: arg?.at ?? 0, message: 'invalid argument to has() macro' };
}

/** What a call of a macro is written out to, what is wrong with it, or undefined when it is no macro. */
export function expandMacro(call: Call): Expr | Issue | undefined {
  if (!call.target) return call.name === 'has' && call.args.length === 1 ? has(call.at, call.args) : undefined;
  const expand = macros[`${call.name}/${call.args.length}`];
  return expand?.(call, call.target, call.args);
}
