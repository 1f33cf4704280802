// What the real API server's evaluator answers to expressions: errors, types, values, and what they cost before and after.
// Recorded with the libraries of k8s.io/apiserver v0.36.3 in the environment of new expressions.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile, environment, estimateCost, schemaType, typeText, valueOfJson } from './index.ts';
import type { ObjectShape, Outcome, Schema, Value } from './index.ts';
import { showForTest } from './testing/show-for-test.ts';

interface Sample {
  readonly schema: Schema;
  readonly self: unknown;
}

interface Recorded {
  readonly expr: string;
  readonly schema?: Schema | 'cart';
  readonly self?: unknown;
  readonly type?: string;
  readonly error?: string;
  readonly estimate?: readonly [string, string];
  readonly programError?: string;
  readonly value?: string;
  readonly evalError?: string;
  readonly cost?: number;
}

const [sample, ...recorded] = readFileSync(new URL('testdata/expressions.jsonl', import.meta.url), 'utf8').trim().split('\n').map((line) => JSON.parse(line)) as [Sample, ...Recorded[]];

/** Messages of protocol buffers that no policy needs, and the size of what is joined out of lists that are written out. */
const otherwise = new Set(['google.protobuf.Int32Value{value: 5}', 'google.protobuf.Duration{seconds: 5}', 'google.protobuf.Struct{}', 'google.protobuf.Any', "[['a','b'],['c']].map(l, l.join(','))", "'aZ1 ]' .matches(dyn(r'''(a{0,1000}){0,1000}'''))"]);
/** Values that are only told apart by other expressions. */
const isHidden = (value: string): boolean => /^(kubernetes|net)\./.test(value);

function answer(entry: Recorded): Partial<Recorded> {
  const { schema, self } = entry.schema === 'cart' ? sample : { schema: entry.schema, self: entry.self };
  const shapes = new Map<string, ObjectShape>();
  const root = schema && schemaType(schema, 'selfType0', shapes, false);
  const compiled = compile(entry.expr, environment(root ? [['self', root.type]] : [], (name) => shapes.get(name)));
  if (!compiled.program) return compiled.stage === 'compilation' ? { error: compiled.errors } : { programError: compiled.errors };
  const { program } = compiled;
  const { min, max } = estimateCost(program, root);
  const outcome = program.evaluate((name) => (name === 'self' && schema ? valueOfJson(self, schema, false) : undefined), 10_000_000);
  return { type: typeText(program.type), estimate: [String(min), String(max)], ...told(outcome, entry) };
}

function told(outcome: Outcome, entry: Recorded): Partial<Recorded> {
  if ('error' in outcome) return { evalError: outcome.error, cost: outcome.cost };
  return { value: show(outcome.value, entry.value), cost: outcome.cost };
}

const show = (value: Value, recordedAs = ''): string => (isHidden(recordedAs) ? recordedAs : showForTest(value));

describe('expressions answer as the real ones do', () => {
  it('in all of the recording', () => {
    expect(recorded.length).toBeGreaterThan(1_300);
    const different: string[] = [];
    for (const entry of recorded) {
      const { expr, schema: _schema, self: _self, ...all } = entry;
      // What cannot run has no estimate for us.
      const wanted = entry.programError === undefined ? all : { programError: entry.programError };
      const isSame = JSON.stringify(sorted(answer(entry))) === JSON.stringify(sorted(wanted));
      if (isSame === otherwise.has(expr)) different.push(expr);
    }
    expect(different).toEqual([]);
  });
});

function sorted(record: Partial<Recorded>): unknown {
  return Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
