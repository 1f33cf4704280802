// Go's text/template language, as far as kubectl's users need it: what is written becomes a tree.
// Upstream: Go text/template/parse/parse.go

import { quote } from '../../../base/index.ts';
import { PipelineReader } from './pipeline-reader.ts';
import { fail, split } from './scan.ts';
import type { Piece, Token } from './scan.ts';
import type { Node, Template } from './tree.ts';

/** Reads a template; throws TemplateError. */
export function parseTemplate(source: string): Template {
  const reader = new TreeReader(source);
  const { nodes, endedBy } = reader.nodes();
  if (endedBy) fail(source, endedBy.at, `unexpected {{${endedBy.word}}}`);
  return { nodes, defined: reader.defined, source };
}

interface Ending {
  readonly word: 'else' | 'end';
  readonly at: number;
  /** Of `{{else if …}}` and `{{else with …}}`. */
  readonly rest: readonly Token[];
}

class TreeReader {
  readonly defined = new Map<string, readonly Node[]>();
  /** The variables that are known where it reads. */
  #variables = ['$'];
  #ranges = 0;
  readonly #source: string;
  readonly #pieces: readonly Piece[];
  #at = 0;

  constructor(source: string) {
    this.#source = source;
    this.#pieces = split(source);
  }

  nodes(): { readonly nodes: readonly Node[]; readonly endedBy: Ending | undefined } {
    const nodes: Node[] = [];
    for (let piece = this.#pieces[this.#at]; piece; piece = this.#pieces[this.#at]) {
      this.#at++;
      if (piece.type === 'text') {
        nodes.push({ type: 'text', text: piece.text });
        continue;
      }
      const reader = new PipelineReader(this.#source, piece.tokens, this.#variables);
      const first = reader.skipSpace();
      const word = first?.type === 'word' ? first.text : '';
      if (word === 'end' || word === 'else') {
        reader.at++;
        const more = reader.skipSpace();
        if (more && word === 'end') fail(this.#source, more.at, `unexpected ${quote(more.text)} in end`);
        return { nodes, endedBy: { word, at: piece.at, rest: piece.tokens.slice(reader.at) } };
      }
      const node = this.#node(word, reader, piece.at);
      if (node) nodes.push(node);
    }
    return { nodes, endedBy: undefined };
  }

  #node(word: string, reader: PipelineReader, at: number): Node | undefined {
    switch (word) {
      case 'if':
      case 'range':
      case 'with':
        reader.at++;
        return this.#block(word, reader, at);
      case 'break':
      case 'continue':
        if (this.#ranges === 0) fail(this.#source, at, `{{${word}}} outside {{range}}`);
        return { type: word };
      case 'define':
        this.#define(this.#name(reader, 'define clause'), at);
        return undefined;
      case 'block': {
        const node = this.#template(reader, 'block clause', at);
        this.#define(node.name, at);
        return node;
      }
      case 'template': return this.#template(reader, 'template clause', at);
      default:
        return { type: 'action', pipeline: reader.pipeline(undefined, 'command') };
    }
  }

  #block(type: 'if' | 'range' | 'with', reader: PipelineReader, at: number): Node {
    const known = this.#variables.length;
    const pipeline = reader.pipeline(undefined, type);
    if (type === 'range') this.#ranges++;
    const body = this.nodes();
    if (type === 'range') this.#ranges--;
    if (!body.endedBy) fail(this.#source, at, 'unexpected EOF');
    const otherwise = body.endedBy.word === 'end' ? [] : this.#otherwise(body.endedBy, at);
    this.#variables.length = known;
    return { type, pipeline, body: body.nodes, otherwise };
  }

  #otherwise(ending: Ending, at: number): readonly Node[] {
    const [next] = ending.rest;
    if (next?.type === 'word' && (next.text === 'if' || next.text === 'with')) {
      return [this.#block(next.text, new PipelineReader(this.#source, ending.rest.slice(1), this.#variables), next.at)];
    }
    const otherwise = this.nodes();
    if (otherwise.endedBy?.word !== 'end') fail(this.#source, at, 'unexpected EOF');
    return otherwise.nodes;
  }

  #define(name: string, at: number): void {
    const outer = this.#variables;
    this.#variables = ['$'];
    const body = this.nodes();
    if (body.endedBy?.word !== 'end') fail(this.#source, at, 'unexpected EOF');
    this.#variables = outer;
    this.defined.set(name, body.nodes);
  }

  /** The name in quotes behind the first word. */
  #name(reader: PipelineReader, context: string): string {
    reader.at++;
    const token = reader.skipSpace();
    if (token?.type !== 'string') fail(this.#source, token?.at ?? 0, `unexpected ${quote(token?.text ?? '')} in ${context}`);
    reader.at++;
    return token.text.slice(1, -1);
  }

  #template(reader: PipelineReader, context: string, at: number): Node & { readonly type: 'template' } {
    const name = this.#name(reader, context);
    const place = reader.tokens[reader.at - 1]?.at ?? at;
    const pipeline = reader.skipSpace() ? reader.pipeline(undefined, context) : undefined;
    return { type: 'template', name, pipeline, at: place, text: `{{template ${quote(name)}${pipeline ? ` ${pipeline.text}` : ''}}}` };
  }
}
