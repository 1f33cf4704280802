// Running a Go template over an object.
// Upstream: Go text/template exec.go

import { compareText, goText, goType, isObject } from '../../../base/index.ts';
import { isTrue, templateFunctions } from './functions.ts';
import type { Call, Expression, Node, Pipeline, Template } from './parse.ts';
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
        if (!nodes) throw new TemplateError(`template: output: template ${JSON.stringify(node.name)} not defined`);
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
    const entries = rangeEntries(value);
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
    if (first.type !== 'function') {
      if (rest.length > 0 || last.length > 0) this.#fail(first, `can't give argument to non-function ${first.text}`);
      return this.#value(first, dot, scope);
    }
    const lazy = first.name === 'and' || first.name === 'or';
    if (lazy) return this.#andOr(first.name, rest, dot, scope, last);
    const run = templateFunctions[first.name];
    if (!run) this.#failAt(first.at, `function ${JSON.stringify(first.name)} not defined`);
    try {
      return run([...rest.map((word) => this.#value(word, dot, scope)), ...last]);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      return this.#fail(first, `error calling ${first.name}: ${error.message}`);
    }
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
        if (!frame) this.#failAt(expression.at, `undefined variable ${JSON.stringify(expression.name)}`);
        return this.#fields(frame.get(expression.name), expression.names, expression);
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
      if (!isObject(found)) this.#fail(expression, `can't evaluate field ${name} in type ${Array.isArray(found) ? goType(found) : 'interface {}'}`);
      if (found[name] === undefined && !this.#options.allowMissing) this.#fail(expression, `map has no entry for key ${JSON.stringify(name)}`);
      found = found[name];
    }
    return found;
  }

  #fail(expression: Expression, message: string): never {
    const { line, column } = this.#position(expression.at);
    throw new TemplateError(`template: output:${line}:${column}: executing "output" at <${expression.text}>: ${message}`);
  }

  #failAt(at: number, message: string): never {
    throw new TemplateError(`template: output:${this.#position(at).line}: ${message}`);
  }

  #position(at: number): { readonly line: number; readonly column: number } {
    const before = this.#template.source.slice(0, at);
    return { line: before.split('\n').length, column: at - (before.lastIndexOf('\n') + 1) };
  }
}

function rangeEntries(value: unknown): readonly (readonly [unknown, unknown])[] {
  if (Array.isArray(value)) return [...(value as readonly unknown[]).entries()];
  if (typeof value === 'number') return Array.from({ length: value }, (_, i) => [i, i] as const);
  if (isObject(value)) return Object.keys(value).sort(compareText).map((key) => [key, value[key]]);
  if (value === null || value === undefined) return [];
  throw new TemplateError(`range can't iterate over ${goText(value)}`);
}
