// What a call can cost, and how large its result can be.
// Upstream: cel-go checker/cost.go, k8s.io/apiserver pkg/cel/library/cost.go

import type { Call, Expr } from './ast.ts';
import { capped, either, exactly, mostCost, noCost, plus, share, times, total, unknownSize } from './cost-range.ts';
import type { Range } from './cost-range.ts';
import type { CelType } from './types.ts';

/** A call with what is known of its parts. */
export interface EstimatedCall {
  readonly expr: Call;
  readonly target: Expr | undefined;
  readonly args: readonly Expr[];
  readonly argCosts: readonly Range[];
  readonly size: (part: Expr) => Range;
  readonly elementSize: (list: Expr) => Range;
  readonly typeOf: (part: Expr) => CelType;
}

/** A cost with that of the arguments, and the size of the result where it is known. */
export interface CallEstimate {
  readonly cost: Range;
  readonly size?: Range;
}

const perCharacter = 0.1;
const perRegexCharacter = 0.25;
const one = exactly(1);

/** The parts of a call in order, the target first, as functions of a library see them. */
class Parts {
  readonly #call: EstimatedCall;
  readonly #all: readonly Expr[];

  constructor(call: EstimatedCall) {
    this.#call = call;
    this.#all = call.target ? [call.target, ...call.args] : call.args;
  }

  size(index: number): Range {
    const part = this.#all[index];
    return part ? this.#call.size(part) : unknownSize;
  }

  /** How large the elements of a list are. */
  elementSize(index: number): Range {
    const part = this.#all[index];
    return part ? this.#call.elementSize(part) : unknownSize;
  }

  part(index: number): Expr | undefined {
    return this.#all[index];
  }

  type(index: number): CelType | undefined {
    const part = this.#all[index];
    return part && this.#call.typeOf(part);
  }
}

type Estimate = (parts: Parts) => CallEstimate;

const traversal = (size: Range): Range => share(size, perCharacter);
const first: Estimate = (parts) => ({ cost: traversal(parts.size(0)) });
const second: Estimate = (parts) => ({ cost: traversal(parts.size(1)) });
const anyOrder = (size: Range): Range => ({ min: size.max > 0n ? 1n : 0n, max: size.max });

function smaller(parts: Parts): CallEstimate {
  const known = opaqueSizes[parts.type(0)?.name ?? ''];
  if (known) return { cost: known };
  const [left, right] = [parts.size(0), parts.size(1)];
  const max = left.max < right.max ? left.max : right.max;
  return { cost: traversal(anyOrder({ min: 0n, max })) };
}

function regex(parts: Parts): CallEstimate {
  const text = traversal(plus(parts.size(0), one));
  return { cost: times(text, share(parts.size(1), perRegexCharacter)) };
}

/** What is found is no more than the text. */
function found(parts: Parts): CallEstimate {
  return { ...regex(parts), size: { min: 0n, max: parts.size(0).max } };
}

function joined(parts: Parts): CallEstimate {
  const size = plus(parts.size(0), parts.size(1));
  return { cost: traversal(size), size };
}

const byOverload: Readonly<Record<string, Estimate>> = {
  starts_with_string: second, ends_with_string: second, string_format: first,
  string_to_bytes: (parts) => {
    const size = parts.size(0);
    return { cost: traversal(size), size: { min: size.min, max: size.max * 4n } };
  },
  bytes_to_string: (parts) => {
    const size = parts.size(0);
    return { cost: traversal(size), size: { min: size.min / 4n, max: size.max } };
  },
  strings_quote: (parts) => {
    const size = parts.size(0);
    return { cost: traversal(size), size: { min: size.min + 2n, max: size.max * 2n + 2n } };
  },
  in_list: (parts) => ({ cost: parts.size(1) }),
  matches_string: regex,
  contains_string: (parts) => ({ cost: times(traversal(parts.size(0)), traversal(parts.size(1))) }),
  add_string: joined, add_bytes: joined,
  add_list: (parts) => ({ cost: one, size: plus(parts.size(0), parts.size(1)) }),
  equals: smaller, not_equals: smaller,
  less_string: smaller, less_equals_string: smaller, greater_string: smaller, greater_equals_string: smaller,
  less_bytes: smaller, less_equals_bytes: smaller, greater_bytes: smaller, greater_equals_bytes: smaller,
};

/** A visit of all that is in a value. */
function visit(size: Range, type: CelType | undefined): Range {
  if (type?.sort === 'list') return one;
  return type?.sort === 'string' || type?.sort === 'bytes' ? traversal(size) : one;
}

const list = (size: Range): Range => plus(exactly(11), size);
const squared = (size: Range, factor: number): Range => share(times(size, size), factor);
const pairwise: Estimate = (parts) => ({ cost: list(squared(parts.size(0), 2)) });

/** Texts cost more to compare than numbers. */
const comparing = (key: CelType | undefined): number => (key?.sort === 'string' || key?.sort === 'bytes' ? 2.1 : 2);
const sorted = (index: number): Estimate => (parts) => ({ cost: list(squared(parts.size(0), comparing(parts.type(index)?.of[0]))) });

const visited: Estimate = (parts) => {
  const size = parts.size(0);
  const type = parts.type(0);
  if (type?.sort !== 'list') return { cost: visit(size, type) };
  const [element] = type.of;
  const isText = element?.sort === 'string' || element?.sort === 'bytes';
  return { cost: times(size, isText ? plus(one, traversal(parts.elementSize(0))) : one) };
};

const kept: Estimate = (parts) => {
  const size = parts.size(0);
  return { cost: traversal(size), size: { min: 0n, max: size.max } };
};
const twice = (parts: Parts): Range => share(parts.size(0), 2 * perCharacter);

const split: Estimate = (parts) => ({ cost: twice(parts), size: { min: 0n, max: parts.size(0).max } });

const dividedUp = (value: bigint, by: bigint): bigint => (value + by - 1n) / by;

/** How long a text becomes: as many replacements as there can be, or none where they make it no longer. */
function replace(parts: Parts): CallEstimate {
  const [text, old, next] = [parts.size(0), parts.size(1), parts.size(2)];
  const grown = (length: bigint, wanted: bigint, replacement: bigint, isSame: boolean): bigint => {
    if (wanted === 0n) return length + (length + 1n) * replacement;
    return isSame ? length : dividedUp(length, wanted) * replacement;
  };
  const min = grown(text.min, old.max, next.min, old.max <= next.min);
  const max = grown(text.max, old.min, next.max, next.max <= old.min);
  return { cost: twice(parts), size: { min: capped(min), max: capped(max) } };
}

function join(parts: Parts): CallEstimate {
  const count = parts.size(0);
  const separators = parts.part(1) ? times(count, parts.size(1)) : noCost;
  const size = plus(times(count, parts.elementSize(0)), separators);
  return { cost: traversal(size), size };
}

const eachWithEach = (factor: number): Estimate => (parts) => ({ cost: plus(one, times(exactly(factor), times(parts.size(0), parts.size(1)))) });

/** The number that is written out; unknown otherwise. */
function written(parts: Parts, index: number): bigint | undefined {
  const part = parts.part(index);
  return part?.kind === 'literal' && typeof part.value === 'bigint' ? part.value : undefined;
}

const atLeastZero = (value: bigint): bigint => (value < 0n ? 0n : value);

function slice(parts: Parts): CallEstimate {
  const [from, to] = [written(parts, 1) ?? 0n, written(parts, 2) ?? parts.size(0).max];
  const count = atLeastZero(to) - atLeastZero(from);
  // The real one reckons without signs.
  const size = exactly(count < 0n ? mostCost : count);
  return { cost: list(size), size };
}

function flatten(parts: Parts): CallEstimate {
  const depth = parts.part(1) ? written(parts, 1) : 1n;
  const size = depth === undefined ? unknownSize : times(parts.size(0), exactly(atLeastZero(depth)));
  return { cost: list(size), size };
}

function range(parts: Parts): CallEstimate {
  const count = written(parts, 0);
  const size = exactly(count === undefined ? mostCost : atLeastZero(count));
  return { cost: list(size), size };
}

const block = (least: bigint, most: bigint): Estimate => (parts) => {
  const base = { min: least, max: most };
  return { cost: parts.type(1)?.sort === 'string' ? plus(base, traversal(parts.size(1))) : base };
};

const fixed = (cost: number): Estimate => () => ({ cost: exactly(cost) });
/** How many parts a named format's regular expression is thought to have. */
const formatRegex = exactly(32);

const byName: Readonly<Record<string, Estimate>> = {
  check: fixed(350_000),
  fieldSelector: (parts) => ({ cost: traversal(parts.size(1)) }), labelSelector: (parts) => ({ cost: traversal(parts.size(1)) }),
  isSorted: visited, sum: visited, max: visited, min: visited, indexOf: visited, lastIndexOf: visited,
  sort: sorted(0), '@sortByAssociatedKeys': sorted(1), distinct: pairwise,
  reverse: (parts) => ({ cost: list(parts.size(0)), size: parts.size(0) }),
  slice, flatten, 'lists.range': range, join,
  'sets.contains': eachWithEach(1), 'sets.intersects': eachWithEach(1), 'sets.equivalent': eachWithEach(2),
  url: first, lowerAscii: kept, upperAscii: kept, substring: kept, trim: kept, replace, split,
  find: found, findAll: found,
  ip: first, isIP: first, isCIDR: first, cidr: first, 'ip.isCanonical': (parts) => ({ cost: twice(parts) }),
  quantity: first, isQuantity: first, semver: first, isSemver: first,
  containsIP: block(1n, 4n), containsCIDR: block(3n, 7n),
  validate: (parts) => ({ cost: times(traversal(parts.size(1)), formatRegex) }),
};

const opaqueSizes: Readonly<Record<string, Range>> = {
  'net.IP': one, 'net.CIDR': one, 'kubernetes.Quantity': one, 'kubernetes.URL': one, 'kubernetes.Semver': one, 'kubernetes.NamedFormat': { min: 1n, max: 7n },
};

/** What a call of this overload can cost. */
export function callEstimate(name: string, overload: string, call: EstimatedCall): CallEstimate {
  const args = total(call.argCosts);
  if (overload === 'logical_and' || overload === 'logical_or') {
    const [left = noCost] = call.argCosts;
    return { cost: { min: left.min, max: args.max } };
  }
  if (overload === 'conditional') return conditional(call);
  const parts = new Parts(call);
  const estimate = (overload === 'cidr_ip' ? undefined : (byName[name] ?? byOverload[overload]))?.(parts) ?? { cost: one };
  return { ...estimate, cost: plus(estimate.cost, args) };
}

function conditional({ args, argCosts, size }: EstimatedCall): CallEstimate {
  const [, then, otherwise] = args;
  const [test = noCost, ifTrue = noCost, ifFalse = noCost] = argCosts;
  const cost = plus(test, either(ifTrue, ifFalse));
  return then && otherwise ? { cost, size: either(size(then), size(otherwise)) } : { cost };
}
