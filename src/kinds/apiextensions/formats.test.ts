import { expect, test } from 'vitest';
import { formatFieldError } from '../field-error.ts';
import { hasFormat, isKnownFormat } from './formats.ts';
import { validateLists } from './list-rules.ts';

// As a real API server of v1.36 took or refused them.
test.each(['1d', 'P1D', 'PT5M', '1 day', '1 days ago', '3 weeks', '10 minutes', '1.5d', '-1d', '1h5x', '1day2hours', '1Ms', '1wk', '1e3s', '0', '1h30m'])('%s is a duration', (text) => {
  expect(hasFormat('duration', text)).toBe(true);
});

test.each(['', 'x', '1', '5x', 'd1', 'x1dx', '1 month', '2 hrs'])('%j is no duration', (text) => {
  expect(hasFormat('duration', text)).toBe(false);
});

test('integers and fractions have formats of their own', () => {
  const known = (type: string): readonly string[] => ['int32', 'int64', 'float', 'double', 'byte'].filter((format) => isKnownFormat(format, type));
  expect([known('integer'), known('number'), known('string')]).toEqual([['int32', 'int64'], ['float', 'double'], ['byte']]);
});

test('a list that is a map holds objects; what is null there is told by its type', () => {
  const errors = validateLists({ type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['a'], items: { type: 'object' } }, [1, null, { a: 'x' }, { a: 'x' }], 'l');
  expect(errors.map(formatFieldError)).toEqual(['l[0]: Invalid value: 1: must be an object for an array of list-type map', 'l[3]: Duplicate value: {"a":"x"}']);
});
