// What a real API server of v1.36 answered about objects of many kinds: testdata/answers holds them with what was stored or
// refused, what became of changes, and the tables.

import './provide.ts';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isObject } from '../base/index.ts';
import type { AnyKind, FieldError, KubeInput, KubeObject } from './index.ts';
import { decode, formatFieldError, kindRegistry, validateMetadata, validateMetadataUpdate } from './index.ts';
import { withoutSaidEmpty } from './said-empty.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Answer {
  readonly object: KubeInput;
  /** What was wrong with it; else `stored`: what the server made of it, without what it hands out to every object. */
  readonly refused?: readonly string[];
  readonly stored?: Fields;
  readonly warnings?: readonly string[];
  /** Changes to the stored object, as merge patches, of the status where it says so. */
  readonly changes?: readonly { readonly change: Fields; readonly status?: boolean; readonly refused: readonly string[] }[];
  /** The same object with one field otherwise: `to`, or none where that is missing. */
  readonly variants?: readonly { readonly at: readonly (number | string)[]; readonly to?: unknown; readonly refused?: readonly string[]; readonly stored?: Fields }[];
  /** The table, after the status was written. */
  readonly table?: { readonly status?: Fields; readonly columns: readonly string[]; readonly cells: readonly unknown[] };
}

const uid = 'u';
const time = '2026-01-01T00:00:00Z';

function kindOf({ apiVersion, kind }: KubeInput): AnyKind {
  const found = kindRegistry.byKind(apiVersion, kind);
  if (!found) throw new Error(`no kind ${apiVersion} ${kind}`);
  return found;
}

/** What a client wrote, in the version that is stored. */
function read(spoken: AnyKind, input: unknown): KubeInput {
  const value = decode(spoken.definition, input as Fields).value as KubeInput;
  return spoken.view ? spoken.view.toStored(value) : value;
}

const storedKind = (spoken: AnyKind): AnyKind => spoken.view?.of ?? spoken;
const inForm = (spoken: AnyKind, object: KubeObject): KubeObject => withoutSaidEmpty(spoken.view?.fromStored(object) ?? object);

/** The object as it is stored, before validation. */
function made(spoken: AnyKind, input: KubeInput): KubeObject {
  const kind = storedKind(spoken);
  const defaulted = kind.defaults(read(spoken, input));
  const identity = { name: '', ...defaulted.metadata, uid, resourceVersion: '1', creationTimestamp: time };
  const metadata = { ...identity, ...(kind.namespaced && { namespace: 'default' }), ...(kind.generation !== undefined && { generation: 1 }) };
  const object = { ...defaulted, metadata };
  const fresh = kind.hasStatus ? { ...object, status: kind.initialStatus?.(object) ?? {} } : object;
  return kind.prepareForCreate?.(fresh, { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'], uid: '', extra: {} }) ?? fresh;
}

const told = (errors: readonly FieldError[]): readonly string[] => [...new Set(errors.map(formatFieldError))];

function merged(value: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(value) ? { ...value } : {};
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) delete result[key];
    else result[key] = merged(result[key], change);
  }
  return result;
}

/** The value with what stands at a place replaced or, when it is undefined, taken away. */
function replaced(value: unknown, [step, ...rest]: readonly (number | string)[], to: unknown): unknown {
  if (step === undefined) return to;
  const entries = Object.entries(value as object);
  const old = (value as Fields)[step];
  const next = replaced(old, rest, to);
  if (Array.isArray(value)) return next === undefined ? value.filter((_, index) => index !== step) : value.map((item: unknown, index) => (index === step ? next : item));
  const others = entries.filter(([name]) => name !== step);
  return Object.fromEntries(next === undefined ? others : [...others, [step, next]]);
}

/** What is wrong with a new object. */
function refusedNew(spoken: AnyKind, ready: KubeObject): readonly string[] {
  const wrong = spoken.view?.validateCreate?.(ready) ?? storedKind(spoken).validateCreate?.(ready) ?? [];
  return told([...validateMetadata(ready.metadata, spoken), ...wrong]);
}

/** What is wrong with the change of an object, as the server's stages of an update ask its kind. */
function refusedChange(spoken: AnyKind, previous: KubeObject, change: Fields, ofStatus: boolean): readonly string[] {
  const kind = storedKind(spoken);
  const written = { ...kind.defaults(read(spoken, merged(inForm(spoken, previous), change))) };
  const metadata = { ...previous.metadata, ...written.metadata };
  const next = ofStatus ? { ...previous, status: written.status } : { ...written, metadata, ...(kind.hasStatus && { status: previous.status }) };
  const ready = ofStatus ? (kind.prepareForStatusUpdate?.(next, previous, time) ?? next) : (kind.prepareForUpdate?.(next, previous, time) ?? next);
  const validate = ofStatus ? kind.validateStatusUpdate : (kind.validateUpdate ?? kind.validateCreate);
  return told([...validateMetadataUpdate(ready.metadata, previous.metadata), ...(validate?.(ready, previous) ?? [])]);
}

const withoutHandedOut = ({ apiVersion: _1, kind: _2, metadata: { uid: _3, resourceVersion: _4, creationTimestamp: _5, namespace: _6, ...metadata }, ...rest }: KubeObject): unknown =>
  ({ ...rest, metadata });

const folder = new URL('testdata/answers/', import.meta.url);
const files = readdirSync(folder).map((name) => ({ name, answers: JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as readonly Answer[] }));

describe.each(files)('$name', ({ answers }) => {
  test.each(answers)('$object.kind $object.metadata.name', ({ object, refused, stored, warnings, changes, variants, table }) => {
    const spoken = kindOf(object);
    const kind = storedKind(spoken);
    const ready = made(spoken, object);
    for (const { at, to, ...answer } of variants ?? []) {
      const other = made(spoken, replaced(object, at, to) as KubeInput);
      const found = refusedNew(spoken, other);
      expect({ at, to, refused: found, ...(answer.stored && { stored: withoutHandedOut(inForm(spoken, other)) }) }).toEqual({ at, to, refused: [], ...answer });
    }
    if (variants && !stored && !refused) return;
    expect(refusedNew(spoken, ready)).toEqual(refused ?? []);
    if (!stored) return;
    const seen = kind.fromStorage?.(ready) ?? ready;
    expect(withoutHandedOut(inForm(spoken, seen))).toEqual(stored);
    expect([...new Set(kind.warnings?.(ready, undefined))]).toEqual(warnings ?? []);
    // What is complete stays the same, whoever reads it.
    expect(kind.defaults(seen)).toEqual(seen);
    for (const { change, status, refused: answer } of changes ?? []) {
      expect({ change, refused: refusedChange(spoken, ready, change, status === true) }).toEqual({ change, refused: answer });
    }
    if (!table) return;
    const shown = kind.defaults(read(spoken, merged(inForm(spoken, ready), table.status ? { status: table.status } : {}))) as KubeObject;
    const columns = kind.columns ?? [];
    expect(columns.map(({ name, type, format, wide }) => [name, type, ...(format ? [format] : []), ...(wide === true ? ['wide'] : [])].join(' '))).toEqual(table.columns);
    expect(columns.map((column) => (column.name === 'Age' ? 'AGE' : column.cell(shown, 0)))).toEqual(table.cells);
  });
});

test('every kind is shown in some table', () => {
  const shown = new Set(files.flatMap(({ answers }) => answers.filter(({ table }) => table).map(({ object }) => object.kind)));
  const elsewhere = readFileSync(new URL('columns.test.ts', import.meta.url), 'utf8');
  expect(kindRegistry.all.filter(({ isStored }) => isStored).map(({ kind }) => kind).filter((kind) => !shown.has(kind) && !elsewhere.includes(`kind: '${kind}'`) && kind !== 'Pod')).toEqual([]);
});
