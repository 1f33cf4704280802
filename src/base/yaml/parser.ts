// Puts tokens together to nodes: scalars, sequences, mappings, and aliases followed to what they name.

import { Scanner } from './scanner.ts';
import type { Token, TokenType } from './scanner.ts';
import type { Mark } from './yaml-error.ts';
import { YamlError, grammarError, scannerError } from './yaml-error.ts';

/** A node with its place in the text. */
export type YamlNode = YamlScalar | YamlSequence | YamlMapping | YamlAlias;

interface Placed {
  readonly start: Mark;
  readonly end: Mark;
  readonly tag: string | undefined;
}

/** A single value as it was written. */
export interface YamlScalar extends Placed {
  readonly type: 'scalar';
  readonly text: string;
  /** Without quotes: its text decides what it is. */
  readonly plain: boolean;
}

/** A list. */
export interface YamlSequence extends Placed {
  readonly type: 'sequence';
  readonly items: readonly YamlNode[];
}

/** Pairs of keys and values in the order written. */
export interface YamlMapping extends Placed {
  readonly type: 'mapping';
  readonly pairs: readonly (readonly [key: YamlNode, value: YamlNode])[];
}

/** The same node once more. */
export interface YamlAlias extends Placed {
  readonly type: 'alias';
  readonly name: string;
  /** Undefined while the named node is not complete: it contains itself. */
  readonly target: () => YamlNode | undefined;
}

/** How deep nodes may lie in each other. */
export const maxDepth = 1_000;

/** Parses the first document of a text; undefined when there is none. */
export function parseDocument(text: string): YamlNode | undefined {
  return new Parser(text).document();
}

/** What a node may be at its place: a block collection, and a list without indentation of its own. */
interface Allowed {
  readonly block: boolean;
  readonly indentless: boolean;
}
const inFlow: Allowed = { block: false, indentless: false };
const inBlock: Allowed = { block: true, indentless: false };
const afterIndicator: Allowed = { block: true, indentless: true };

// Which tokens show that the node before them is empty.
const afterEmptyDocument: readonly TokenType[] = ['document-start', 'document-end', 'stream-end', 'directive'];
const beforeEmptyItem: readonly TokenType[] = ['block-entry', 'block-end'];
const beforeEmptyIndentless: readonly TokenType[] = ['block-entry', 'key', 'value', 'block-end'];
const beforeEmptyPart: readonly TokenType[] = ['key', 'value', 'block-end'];
const beforeEmptyInSequence: readonly TokenType[] = ['value', 'flow-entry', 'flow-sequence-end'];
const beforeEmptyInMapping: readonly TokenType[] = ['value', 'flow-entry', 'flow-mapping-end'];

class Parser {
  readonly #scanner: Scanner;
  readonly #anchors = new Map<string, { node?: YamlNode }>();
  readonly #handles = new Map([['!', '!'], ['!!', 'tag:yaml.org,2002:']]);
  #depth = 0;

  constructor(text: string) {
    this.#scanner = new Scanner(text);
  }

  document(): YamlNode | undefined {
    while (this.#is('document-end')) this.#scanner.take();
    const hasDirectives = this.#directives();
    if (this.#is('stream-end') && !hasDirectives) return undefined;
    if (this.#is('document-start')) {
      this.#scanner.take();
      if (this.#isOneOf(afterEmptyDocument)) return this.#empty(this.#scanner.peek().start);
    } else if (hasDirectives) {
      throw this.#unexpected('did not find expected <document start>');
    }
    const node = this.#node(inBlock);
    // What follows is looked at, though it belongs to no one.
    this.#scanner.peek();
    return node;
  }

  #directives(): boolean {
    let seen = false;
    for (; this.#is('directive'); seen = true) {
      const { value, start } = this.#scanner.take();
      const [name, handle, prefix] = value.slice(1).split(/[ \t]+/);
      if (name !== 'YAML' && name !== 'TAG') throw scannerError('found unknown directive name', start, start);
      if (name === 'YAML' && !/^1\.[0-2]$/.test(handle ?? '')) throw grammarError('found incompatible YAML document', start, start);
      if (name === 'TAG' && handle !== undefined && prefix !== undefined) this.#handles.set(handle, prefix);
    }
    return seen;
  }

  #is(type: TokenType): boolean {
    return this.#scanner.peek().type === type;
  }

  #isOneOf(types: readonly TokenType[]): boolean {
    return types.includes(this.#scanner.peek().type);
  }

  #unexpected(problem: string, context?: Mark): YamlError {
    const { start } = this.#scanner.peek();
    return grammarError(problem, start, context ?? start);
  }

  #empty(mark: Mark): YamlScalar {
    return { type: 'scalar', text: '', plain: true, tag: undefined, start: mark, end: mark };
  }

  #node(allowed: Allowed): YamlNode {
    const { start } = this.#scanner.peek();
    if (this.#is('alias')) return this.#alias();
    const { anchor, tag } = this.#properties();
    if (++this.#depth > maxDepth) throw grammarError(`exceeded max depth of ${maxDepth}`, start, start);
    const holder: { node?: YamlNode } = {};
    if (anchor !== undefined) this.#anchors.set(anchor, holder);
    const node = this.#content(start, tag, anchor !== undefined || tag !== undefined, allowed);
    holder.node = node;
    this.#depth--;
    return node;
  }

  #alias(): YamlAlias {
    const token = this.#scanner.take();
    const holder = this.#anchors.get(token.value);
    if (!holder) throw new YamlError(`unknown anchor '${token.value}' referenced`, 0, token.start);
    return { type: 'alias', name: token.value, target: () => holder.node, tag: undefined, start: token.start, end: token.end };
  }

  #properties(): { readonly anchor: string | undefined; readonly tag: string | undefined } {
    let anchor: string | undefined;
    let tag: string | undefined;
    for (;;) {
      if (anchor === undefined && this.#is('anchor')) anchor = this.#scanner.take().value;
      else if (tag === undefined && this.#is('tag')) tag = this.#resolveTag(this.#scanner.take());
      else return { anchor, tag };
    }
  }

  #resolveTag(token: Token): string {
    const verbatim = /^!<(.*)>$/.exec(token.value)?.[1];
    if (verbatim !== undefined) return verbatim;
    const [, handle = '!', suffix = ''] = /^(!(?:[-\w]*!)?)(.*)$/.exec(token.value) ?? [];
    const prefix = this.#handles.get(handle);
    if (prefix === undefined) throw grammarError('found undefined tag handle', token.start, token.start);
    return prefix + suffix;
  }

  #content(start: Mark, tag: string | undefined, hasProperties: boolean, { block, indentless }: Allowed): YamlNode {
    const token = this.#scanner.peek();
    switch (token.type) {
      case 'scalar':
        this.#scanner.take();
        return { type: 'scalar', text: token.value, plain: token.plain, tag, start, end: token.end };
      case 'flow-sequence-start': return this.#flowSequence(start, tag);
      case 'flow-mapping-start': return this.#flowMapping(start, tag);
      case 'block-sequence-start': if (block) return this.#blockSequence(start, tag); break;
      case 'block-mapping-start': if (block) return this.#blockMapping(start, tag); break;
      case 'block-entry': if (indentless) return this.#indentlessSequence(start, tag); break;
    }
    if (hasProperties) return { ...this.#empty(start), tag };
    throw this.#unexpected('did not find expected node content', start);
  }

  #blockSequence(start: Mark, tag: string | undefined): YamlSequence {
    const open = this.#scanner.take();
    const items: YamlNode[] = [];
    while (this.#is('block-entry')) items.push(this.#entry(beforeEmptyItem));
    if (!this.#is('block-end')) throw this.#unexpected("did not find expected '-' indicator", open.start);
    return { type: 'sequence', items, tag, start, end: this.#scanner.take().end };
  }

  /** A sequence as the value of a key at the same column. */
  #indentlessSequence(start: Mark, tag: string | undefined): YamlSequence {
    const items: YamlNode[] = [];
    while (this.#is('block-entry')) items.push(this.#entry(beforeEmptyIndentless));
    return { type: 'sequence', items, tag, start, end: this.#scanner.peek().start };
  }

  #entry(emptyBefore: readonly TokenType[]): YamlNode {
    const { end } = this.#scanner.take();
    return this.#isOneOf(emptyBefore) ? this.#empty(end) : this.#node(inBlock);
  }

  #blockMapping(start: Mark, tag: string | undefined): YamlMapping {
    const open = this.#scanner.take();
    const pairs: (readonly [YamlNode, YamlNode])[] = [];
    while (this.#is('key')) {
      const key = this.#part('key', beforeEmptyPart, true);
      pairs.push([key, this.#part('value', beforeEmptyPart, true)]);
    }
    if (!this.#is('block-end')) throw this.#unexpected('did not find expected key', open.start);
    return { type: 'mapping', pairs, tag, start, end: this.#scanner.take().end };
  }

  /** What follows a key or value indicator; empty when the indicator or its content is missing. */
  #part(indicator: 'key' | 'value', emptyBefore: readonly TokenType[], block: boolean): YamlNode {
    if (!this.#is(indicator)) return this.#empty(this.#scanner.peek().start);
    const { end } = this.#scanner.take();
    return this.#isOneOf(emptyBefore) ? this.#empty(end) : this.#node(block ? afterIndicator : inFlow);
  }

  #flowSequence(start: Mark, tag: string | undefined): YamlSequence {
    const open = this.#scanner.take();
    const items: YamlNode[] = [];
    while (!this.#is('flow-sequence-end')) {
      if (items.length > 0) {
        if (!this.#is('flow-entry')) throw this.#unexpected("did not find expected ',' or ']'", open.start);
        this.#scanner.take();
        if (this.#is('flow-sequence-end')) break;
      }
      items.push(this.#is('key') ? this.#flowPair() : this.#node(inFlow));
    }
    return { type: 'sequence', items, tag, start, end: this.#scanner.take().end };
  }

  /** `[a: b]`: a mapping of one pair. */
  #flowPair(): YamlMapping {
    const { start } = this.#scanner.peek();
    const key = this.#part('key', beforeEmptyInSequence, false);
    const value = this.#part('value', beforeEmptyInSequence, false);
    return { type: 'mapping', pairs: [[key, value]], tag: undefined, start, end: value.end };
  }

  #flowMapping(start: Mark, tag: string | undefined): YamlMapping {
    const open = this.#scanner.take();
    const pairs: (readonly [YamlNode, YamlNode])[] = [];
    while (!this.#is('flow-mapping-end')) {
      if (pairs.length > 0) {
        if (!this.#is('flow-entry')) throw this.#unexpected("did not find expected ',' or '}'", open.start);
        this.#scanner.take();
        if (this.#is('flow-mapping-end')) break;
      }
      if (this.#is('key') || this.#is('value')) {
        const key = this.#part('key', beforeEmptyInMapping, false);
        pairs.push([key, this.#part('value', beforeEmptyInMapping, false)]);
      } else {
        const key = this.#node(inFlow);
        pairs.push([key, this.#empty(key.end)]);
      }
    }
    return { type: 'mapping', pairs, tag, start, end: this.#scanner.take().end };
  }
}
