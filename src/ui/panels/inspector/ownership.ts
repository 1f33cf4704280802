import { isMap, isScalar, isSeq, LineCounter, parseDocument, type ParsedNode } from 'yaml';
import { isObject } from '../../../base/index.ts';
import type { FieldManager } from '../../../protocol/index.ts';

/** What one manager has of a part of an object: the part of its FieldsV1 that is about it. */
interface Share {
  readonly manager: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Who owns what each line of an object's YAML says: for each line, counted from 0, the indexes of the managers. A line that
 * only opens a structure belongs to those who own the structure itself, which may be nobody.
 */
// Upstream: sigs.k8s.io/structured-merge-diff, the serialised form of field sets
export function ownersByLine(yaml: string, managers: readonly FieldManager[]): readonly (readonly number[])[] {
  const counter = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: counter, version: '1.1' });
  const lines: number[][] = Array.from({ length: yaml.replace(/\n$/, '').split('\n').length }, () => []);
  const lineOf = (offset: number): number => counter.linePos(offset).line - 1;
  const mark = (first: number, last: number, owners: readonly number[]): void => {
    for (let line = first; line <= last; line++) for (const owner of owners) if (lines[line]?.includes(owner) === false) lines[line]?.push(owner);
  };

  const visit = (node: ParsedNode | null, shares: readonly Share[]): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        if (!isScalar(key) || !key.range) continue;
        take(shares, `f:${String(key.value)}`, lineOf(key.range[0]), value);
      }
    } else if (isSeq(node)) {
      for (const item of node.items) {
        if (!item.range) continue;
        const name = nameOfItem(item, shares);
        if (name !== undefined) take(shares, name, lineOf(item.range[0]), item);
      }
    }
  };

  const take = (shares: readonly Share[], name: string, line: number, value: ParsedNode | null): void => {
    const inner = shares.flatMap(({ manager, fields }) => {
      const part = fields[name];
      return isObject(part) ? [{ manager, fields: part }] : [];
    });
    const whole = inner.filter(({ fields }) => Object.keys(fields).length === 0);
    const last = value?.range ? Math.max(line, lineOf(Math.max(value.range[0], value.range[1] - 1))) : line;
    mark(line, last, whole.map(({ manager }) => manager));
    mark(line, line, inner.filter(({ fields }) => '.' in fields).map(({ manager }) => manager));
    visit(value, inner.filter((share) => !whole.includes(share)));
  };

  visit(document.contents, managers.map(({ fields }, manager) => ({ manager, fields })));
  return lines;
}

/** The name that field sets have for an item of a list: by its keys, or by its value. */
function nameOfItem(item: ParsedNode, shares: readonly Share[]): string | undefined {
  const value: unknown = item.toJSON();
  const names = new Set(shares.flatMap(({ fields }) => Object.keys(fields)));
  for (const name of names) {
    if (name.startsWith('v:') && sameJson(name.slice(2), value)) return name;
    if (name.startsWith('k:') && isObject(value) && hasKeys(name.slice(2), value)) return name;
  }
  return undefined;
}

function hasKeys(text: string, item: Readonly<Record<string, unknown>>): boolean {
  const keys: unknown = JSON.parse(text);
  return isObject(keys) && Object.entries(keys).every(([key, value]) => item[key] === value);
}

function sameJson(text: string, value: unknown): boolean {
  return JSON.stringify(JSON.parse(text)) === JSON.stringify(value);
}
