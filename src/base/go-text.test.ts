import { expect, test } from 'vitest';
import { goText } from './go-text.ts';

test.each([
  [100_000_000, '100000000'], [0.5, '0.5'], [123_456.5, '123456.5'], [1_234_567.5, '1.2345675e+06'], [0.0001, '0.0001'], [0.000_01, '1e-05'], [1e20, '1e+20'], [-9_223_372_036_854_775_000, '-9223372036854775000'],
])('%d is printed as Go prints it: %s', (value, text) => {
  expect(goText(value)).toBe(text);
  expect(goText({ a: [value] })).toBe(`map[a:[${text}]]`);
});
