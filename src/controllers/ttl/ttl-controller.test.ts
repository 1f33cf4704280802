import { expect, test } from 'vitest';
import { nextStep } from './ttl-controller.ts';

test.each([
  { why: 'a small cluster', from: 0, nodes: 100, step: 0 },
  { why: 'one node too many', from: 0, nodes: 101, step: 1 },
  { why: 'a few less do not bring it back', from: 1, nodes: 90, step: 1 },
  { why: 'fewer do', from: 1, nodes: 89, step: 0 },
  { why: 'many at once', from: 0, nodes: 5_000, step: 4 },
])('$why: $nodes nodes from step $from give step $step', ({ from, nodes, step }) => {
  expect(nextStep(from, nodes)).toBe(step);
});
