import { expect, test } from 'vitest';
import { textSizeAt } from './text-size.ts';

test('words are drawn larger where the map is far away, up to what boxes have room for', () => {
  expect([1.3, 1, 0.95, 0.85, 0.6].map((zoom) => textSizeAt(zoom, false))).toEqual([1, 1, 1.1, 1.2, 1.25]);
});

test('and always for a room', () => {
  expect([1.5, 0.6].map((zoom) => textSizeAt(zoom, true))).toEqual([1.25, 1.25]);
});
