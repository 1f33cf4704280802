import { LineCounter, parseAllDocuments, isMap, isScalar, isSeq, type Document, type ParsedNode } from 'yaml';
import type { Refusal } from '../../../protocol/index.ts';

/** A place in a text; lines and columns count from 1. */
export interface Place { readonly line: number; readonly column: number; readonly endColumn: number }

/** Splits a field's path: `spec.template.spec.containers[0].name` or `data["a.b"]`. */
export function splitPath(path: string): readonly (string | number)[] {
  return [...path.matchAll(/\["([^"]*)"\]|\[(\d+)\]|\[([^\]]*)\]|([^.[\]]+)/g)].map((match) =>
    match[2] !== undefined ? Number(match[2]) : match[1] ?? match[3] ?? match[4] ?? '');
}

/** Fields that a message names: in its causes, or in the words of a strict decoding error. */
export function fieldsOf(refusal: Pick<Refusal, 'message' | 'causes'>): readonly string[] {
  const unknown = [...refusal.message.matchAll(/(?:unknown|duplicate) field "([^"]+)"/g)].map((match) => match[1] ?? '');
  const typed = /Go struct field \S*?\.(\S+) of type/.exec(refusal.message)?.[1];
  const kinds = /no matches for kind|no kind "[^"]*" is registered/.test(refusal.message) ? ['apiVersion', 'kind'].slice(/no kind/.test(refusal.message) ? 1 : 0) : [];
  return [...refusal.causes.map((cause) => cause.field).filter((field) => field !== ''), ...unknown, ...(typed === undefined ? [] : [typed]), ...kinds];
}

/** A refusal as one for each thing that is wrong, in the server's words for it, so that each stands where it belongs. */
export function byCause(refusal: Refusal): readonly Refusal[] {
  const { causes, message } = refusal;
  if (causes.length > 1) return causes.map((cause) => ({ ...refusal, message: `${cause.field}: ${cause.message}`, causes: [cause] }));
  const [, before = '', list = ''] = /^([\s\S]*?strict decoding error: )([\s\S]*)$/.exec(message) ?? [];
  const fields = list.match(/(?:unknown|duplicate) field "[^"]+"/g) ?? [];
  return fields.length > 1 ? fields.map((field) => ({ ...refusal, message: `${before}${field}` })) : [refusal];
}

/** Where a refusal belongs in the file's text: the deepest part of its field that is there, else the document's first line. */
export function locate(text: string, refusal: Pick<Refusal, 'message' | 'causes' | 'line' | 'document'>): Place {
  const line = refusal.line ?? Number(/line (\d+):/.exec(refusal.message)?.[1] ?? Number.NaN);
  if (Number.isFinite(line)) return wholeLine(text, line);
  const counter = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: counter, version: '1.1' });
  const document = Array.isArray(documents) ? documents[refusal.document ?? 0] : undefined;
  const found = document && deepest(document, fieldsOf(refusal).map(splitPath));
  if (found === undefined) return wholeLine(text, document?.range === undefined || document.range === null ? 1 : firstLine(text, counter.linePos(document.range[0]).line));
  const start = counter.linePos(found[0]);
  const end = counter.linePos(found[1]);
  return { line: start.line, column: start.col, endColumn: end.line === start.line ? end.col : start.col + 1 };
}

function deepest(document: Document.Parsed, paths: readonly (readonly (string | number)[])[]): readonly [number, number] | undefined {
  let best: { readonly depth: number; readonly range: readonly [number, number] } | undefined;
  for (const path of paths) {
    let node: ParsedNode | null = document.contents;
    let depth = 0;
    for (const part of path) {
      let next: ParsedNode | null = null;
      let range: readonly [number, number] | undefined;
      if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && item.key.value === part);
        const key = pair?.key;
        if (isScalar(key) && key.range) range = [key.range[0], key.range[1]];
        next = (pair?.value ?? null) as ParsedNode | null;
      } else if (isSeq(node) && typeof part === 'number') {
        next = (node.items[part] ?? null) as ParsedNode | null;
        if (next?.range) range = [next.range[0], next.range[1]];
      }
      if (!range) break;
      depth++;
      if (!best || depth > best.depth) best = { depth, range };
      node = next;
    }
  }
  return best?.range;
}

function wholeLine(text: string, line: number): Place {
  const lines = text.split('\n');
  const at = Math.max(1, Math.min(lines.length, line));
  const content = lines[at - 1] ?? '';
  return { line: at, column: content.length - content.trimStart().length + 1, endColumn: Math.max(2, content.trimEnd().length + 1) };
}

function firstLine(text: string, from: number): number {
  const lines = text.split('\n');
  for (let i = from - 1; i < lines.length; i++) if (/^\s*[^#\s-]/.test(lines[i] ?? '')) return i + 1;
  return from;
}

/** What a file holds, in words: `Deployment web, Service web`. */
export function contents(text: string): readonly string[] {
  const documents = parseAllDocuments(text, { version: '1.1' });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    const kind: unknown = document.getIn(['kind']);
    const name: unknown = document.getIn(['metadata', 'name']) ?? document.getIn(['metadata', 'generateName']);
    return typeof kind === 'string' ? [`${kind} ${typeof name === 'string' ? name : ''}`.trim()] : [];
  });
}
