// Running a Go template over an object.
// Upstream: Go text/template exec.go

import { assert, compareText, goText, goType, isObject } from '../../../base/index.ts';
import { argumentCounts, isTrue, ofText, templateFunctions } from './functions.ts';
import type { Call, Expression, Node, Pipeline, Template } from './tree.ts';
import { TemplateError } from './template-error.ts';

export { TemplateError } from './template-error.ts';

interface Options {
  readonly out: { text: string };
  /** Whether a missing field prints `<no value>` instead of failing. */
  readonly allowMissing: boolean;
}

type Scope = Map<string, unknown>[];
type Flow = 'break' | 'continue' | undefined;

/** A field that is not there, which prints as `<no value>`. */
const noValue = undefined;

/** Runs the template, writing into `options.out`; throws TemplateError. */
export function executeTemplate(template: Template, data: unknown, options: Options): void {
  new Execution(template, options).run(template.nodes, data, [new Map([['$', data]])]);
}

class Execution {
  readonly #template: Template;
  readonly #options: Options;

  constructor(template: Template, options: Options) {
    this.#template = template;
    this.#options = options;
  }

  run(nodes: readonly Node[], dot: unknown, scope: Scope): Flow {
    for (const node of nodes) {
      const flow = this.#node(node, dot, scope);
      if (flow !== undefined) return flow;
    }
    return undefined;
  }

  #node(node: Node, dot: unknown, scope: Scope): Flow {
    switch (node.type) {
      case 'text':
        this.#options.out.text += node.text;
        return undefined;
      case 'action': {
        const value = this.#pipeline(node.pipeline, dot, scope);
        if (node.pipeline.variables.length === 0) this.#options.out.text += value === noValue || value === null ? '<no value>' : goText(value);
        return undefined;
      }
      case 'if':
      case 'with': return this.#condition(node, dot, scope);
      case 'range': return this.#range(node, dot, scope);
      case 'break':
      case 'continue': return node.type;
      case 'template': {
        const data = node.pipeline ? this.#pipeline(node.pipeline, dot, scope) : undefined;
        const nodes = this.#template.defined.get(node.name);
        if (!nodes) return this.#fail(node, `template ${JSON.stringify(node.name)} not defined`);
        this.run(nodes, data, [new Map([['$', data]])]);
        return undefined;
      }
    }
  }

  #condition(node: Node & { readonly type: 'if' | 'range' | 'with' }, dot: unknown, scope: Scope): Flow {
    const inner = [...scope, new Map<string, unknown>()];
    const value = this.#pipeline(node.pipeline, dot, inner);
    if (!isTrue(value)) return this.run(node.otherwise, dot, inner);
    return this.run(node.body, node.type === 'with' ? value : dot, inner);
  }

  #range(node: Node & { readonly type: 'if' | 'range' | 'with' }, dot: unknown, scope: Scope): Flow {
    const value = this.#pipeline({ ...node.pipeline, variables: [] }, dot, scope);
    const entries = rangeEntries(value) ?? this.#fail(node.pipeline, `range can't iterate over ${goText(value)}`);
    if (entries.length === 0) return this.run(node.otherwise, dot, scope);
    const { variables } = node.pipeline;
    for (const [key, item] of entries) {
      const local = new Map<string, unknown>();
      if (variables.length === 1) local.set(variables[0] ?? '', item);
      if (variables.length === 2) local.set(variables[0] ?? '', key).set(variables[1] ?? '', item);
      if (this.run(node.body, item, [...scope, local]) === 'break') break;
    }
    return undefined;
  }

  #pipeline(pipeline: Pipeline, dot: unknown, scope: Scope): unknown {
    let value: unknown;
    pipeline.calls.forEach((call, index) => {
      value = this.#call(call, dot, scope, index === 0 ? [] : [value]);
    });
    for (const name of pipeline.variables) this.#assign(name, value, scope, pipeline.isAssignment);
    return value;
  }

  #assign(name: string, value: unknown, scope: Scope, isAssignment: boolean): void {
    const frame = isAssignment ? scope.findLast((each) => each.has(name)) : scope.at(-1);
    frame?.set(name, value);
  }

  #call(call: Call, dot: unknown, scope: Scope, last: readonly unknown[]): unknown {
    const [first, ...rest] = call.words;
    if (!first) return undefined;
    const isAlone = rest.length + last.length === 0;
    if (first.type !== 'function') {
      if (isAlone && first.type === 'constant' && first.value === null) this.#fail(first, 'nil is not a command');
      if (!isAlone) this.#fail(first.type === 'pipeline' ? { at: first.at, text: callText(call) } : first, first.type === 'field' ? `${first.names.at(-1) ?? ''} is not a method but has arguments` : `can't give argument to non-function ${textOf(first)}`);
      return this.#value(first, dot, scope);
    }
    this.#checkCount(first, first.name, rest.length + last.length);
    if (first.name === 'and' || first.name === 'or') return this.#andOr(first.name, rest, dot, scope, last);
    const run = templateFunctions[first.name];
    assert(run !== undefined, 'the template was read with its functions');
    const args = [...rest.map((word) => this.#value(word, dot, scope)), ...last];
    if (ofText.has(first.name) && typeof args[0] !== 'string') this.#failForText(rest[0], first, args[0]);
    try {
      return run(args, args.map((arg, index) => typeOf(rest[index], arg)), rest.map(textOf));
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      return this.#fail({ at: call.at, text: callText(call) }, `error calling ${first.name}: ${error.message}`);
    }
  }

  /** What is said of a value that should be a text: of one that stands in the template, as it stands there; of others, what they are. */
  #failForText(word: Expression | undefined, called: Expression, value: unknown): never {
    if (word?.type === 'constant') this.#fail(word, word.value === null ? 'cannot assign nil to string' : `expected string; found ${textOf(word)}`);
    this.#fail(word ?? called, value === undefined || value === null ? 'invalid value; expected string' : `wrong type for value; expected string; got ${typeOf(word, value)}`);
  }

  #checkCount(word: Expression, name: string, count: number): void {
    const counts = argumentCounts[name];
    if (!counts || (count >= counts.least && count <= counts.most)) return;
    this.#fail(word, `wrong number of args for ${name}: want ${counts.most > counts.least ? 'at least ' : ''}${counts.least} got ${count}`);
  }

  #andOr(name: string, words: readonly Expression[], dot: unknown, scope: Scope, last: readonly unknown[]): unknown {
    let value: unknown;
    for (const word of words) {
      value = this.#value(word, dot, scope);
      if (isTrue(value) === (name === 'or')) return value;
    }
    return last.length > 0 ? last[0] : value;
  }

  #value(expression: Expression, dot: unknown, scope: Scope): unknown {
    switch (expression.type) {
      case 'constant': return expression.value;
      case 'dot': return dot;
      case 'field': return this.#fields(dot, expression.names, expression);
      case 'variable': {
        const frame = scope.findLast((each) => each.has(expression.name));
        return this.#fields(frame?.get(expression.name), expression.names, expression);
      }
      case 'chain': return this.#fields(this.#value(expression.of, dot, scope), expression.names, expression);
      case 'function': return this.#call({ words: [expression], at: expression.at }, dot, scope, []);
      case 'pipeline': return this.#pipeline(expression.pipeline, dot, scope);
    }
  }

  #fields(value: unknown, names: readonly string[], expression: Expression): unknown {
    let found = value;
    for (const name of names) {
      if (found === noValue || found === null) {
        if (found === null) this.#fail(expression, `nil pointer evaluating interface {}.${name}`);
        return noValue;
      }
      if (!isObject(found)) this.#fail(expression, `can't evaluate field ${name} in type interface {}`);
      if (found[name] === undefined && !this.#options.allowMissing) this.#fail(expression, `map has no entry for key ${JSON.stringify(name)}`);
      found = found[name];
    }
    return found;
  }

  /** @param place where in the source it went wrong, and what stands there */
  #fail(place: { readonly at: number; readonly text: string }, message: string): never {
    const { line, column } = this.#position(place.at);
    throw new TemplateError(`template: output:${line}:${column}: executing "output" at <${place.text}>: ${message}`);
  }

  #position(at: number): { readonly line: number; readonly column: number } {
    const before = this.#template.source.slice(0, at);
    return { line: before.split('\n').length, column: at - (before.lastIndexOf('\n') + 1) };
  }
}

/** What a range goes through, with keys; undefined for what cannot be gone through. */
function rangeEntries(value: unknown): readonly (readonly [unknown, unknown])[] | undefined {
  if (Array.isArray(value)) return [...(value as readonly unknown[]).entries()];
  if (typeof value === 'number') return Array.from({ length: value }, (_, i) => [i, i] as const);
  if (isObject(value)) return Object.keys(value).sort(compareText).map((key) => [key, value[key]]);
  return value === null || value === undefined ? [] : undefined;
}

const callText = ({ words }: Call): string => words.map(({ text }) => text).join(' ');

/** An expression as messages name it: what is in parentheses without them. */
const textOf = (expression: Expression): string => (expression.type === 'pipeline' ? expression.text.slice(1, -1) : expression.text);

/** The Go type of an argument: a number written in the template is an int, if it has no fraction. */
function typeOf(expression: Expression | undefined, value: unknown): string {
  if (expression?.type !== 'constant' || typeof value !== 'number') return goType(value);
  return /^[-+]?(?:[\d_]*\.|\d+[eE])/.test(expression.text) ? 'float64' : 'int';
}
