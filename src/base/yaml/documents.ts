// A file of several manifests: YAML documents between `---` lines, or JSON values one after the other.
// Upstream: k8s.io/apimachinery util/yaml

import { JsonSyntaxError, readJsonAt } from '../json-reader.ts';
import { maxYamlLength, readYaml } from './read.ts';
import type { YamlWords } from './read.ts';
import { YamlError } from './yaml-error.ts';

/** What reading a file of manifests gives, document by document; an error is the last. */
export type ManifestDocument =
  | { readonly value: unknown; readonly line: number }
  | { readonly error: string; readonly line: number };

/** Reads the documents of a file in order, without empty ones, until one cannot be read. Lines are counted from 0. */
export function* readDocuments(text: string, words: YamlWords = 'truth'): Generator<ManifestDocument, undefined> {
  if (text.length > maxYamlLength) {
    yield { error: `the file is too large: ${text.length} characters, at most ${maxYamlLength} are read`, line: 0 };
    return undefined;
  }
  const start = text.startsWith('\ufeff') ? 1 : 0;
  if (/^\s*\{/.test(text.slice(start, start + 4096))) return yield* readJsonDocuments(text, start, words);
  return yield* readYamlDocuments(text, 0, words);
}

function* readJsonDocuments(text: string, from: number, words: YamlWords): Generator<ManifestDocument, undefined> {
  for (let at = from; ;) {
    try {
      const document = readJsonAt(text, at);
      if (!document) return undefined;
      if (document.value !== null) yield { value: document.value, line: lineOf(text, at) };
      at = document.end;
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error;
      // Perhaps it is YAML that looks like JSON, or YAML after JSON. If that fails too, it was JSON.
      if (error.offset === undefined) return yield { error: error.message, line: lineOf(text, text.length) };
      const rest = text.slice(at);
      const [first] = readYamlDocuments(rest, lineOf(text, at), words);
      const isYaml = at === from || /^[ \t]*\r?\n/.test(rest);
      if (!isYaml || (first && 'error' in first)) {
        return yield { error: `json: offset ${error.offset}: ${error.message}`, line: lineOf(text, error.offset) };
      }
      return yield* readYamlDocuments(rest, lineOf(text, at), words);
    }
  }
}

const separator = /^---([^\n]*)(?:\n|$)/gm;

function* readYamlDocuments(text: string, firstLine: number, words: YamlWords): Generator<ManifestDocument, undefined> {
  let at = 0;
  let line = firstLine;
  for (const chunk of chunks(text)) {
    line += countLines(text, at, chunk.start);
    at = chunk.start;
    if (chunk.badSeparator !== undefined) return yield { error: `invalid Yaml document separator: ${chunk.badSeparator}`, line };
    const document = readChunk(chunk.text, line, words);
    if (document) yield document;
    if (document && 'error' in document) return undefined;
  }
  return undefined;
}

interface Chunk {
  readonly text: string;
  readonly start: number;
  /** What stands behind the `---` that ends the chunk, if it may not stand there. */
  readonly badSeparator?: string;
}

/** Cuts a text at its `---` lines. Such a line belongs to a chunk only as its first, where lines are counted from. */
function* chunks(text: string): Generator<Chunk, undefined> {
  let start = 0;
  for (const match of text.matchAll(separator)) {
    const rest = (match[1] ?? '').trim();
    if (rest !== '' && !rest.startsWith('#')) return yield { text: '', start: match.index, badSeparator: rest };
    if (match.index === start) continue;
    yield { text: text.slice(start, match.index), start };
    start = match.index + match[0].length;
  }
  if (start < text.length) yield { text: text.endsWith('\n') ? text.slice(start) : `${text.slice(start)}\n`, start };
  return undefined;
}

function readChunk(text: string, line: number, words: YamlWords): ManifestDocument | undefined {
  try {
    const value = readYaml(text, words);
    return value === null ? undefined : { value, line };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    return { error: `error converting YAML to JSON: ${error.message}`, line: line + (error.mark?.line ?? 0) };
  }
}

const lineOf = (text: string, at: number): number => countLines(text, 0, at);

function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let i = text.indexOf('\n', from); i >= 0 && i < to; i = text.indexOf('\n', i + 1)) count++;
  return count;
}
