import { describe, expect, test } from 'vitest';
import type { LabelSelector } from './generated/types.ts';
import { formatLabelSelector, formatLabels, selectorMatches } from './label-selector.ts';

const labels = { app: 'web', tier: 'front' };

describe('a selector', () => {
  test.each<{ why: string; selector: LabelSelector | undefined; selects: boolean; text: string }>([
    { why: 'that is absent selects nothing', selector: undefined, selects: false, text: '<none>' },
    { why: 'that is empty selects everything', selector: {}, selects: true, text: '<none>' },
    { why: 'wants all its labels', selector: { matchLabels: { app: 'web', tier: 'front' } }, selects: true, text: 'app=web,tier=front' },
    { why: 'is not content with some', selector: { matchLabels: { app: 'web', env: 'test' } }, selects: false, text: 'app=web,env=test' },
    { why: 'takes one of several values', selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'api'] }] }, selects: true, text: 'app in (api,web)' },
    { why: 'leaves out values', selector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, selects: false, text: 'app notin (web)' },
    { why: 'leaves out values that are not there', selector: { matchExpressions: [{ key: 'env', operator: 'NotIn', values: ['web'] }] }, selects: true, text: 'env notin (web)' },
    { why: 'wants a key', selector: { matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, selects: true, text: 'tier' },
    { why: 'wants no such key', selector: { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, selects: false, text: 'app=web,!tier' },
  ])('$why', ({ selector, selects, text }) => {
    expect([selectorMatches(selector, labels), formatLabelSelector(selector)]).toEqual([selects, text]);
  });
});

test('labels are told sorted by whole pairs, so that a longer key may stand before the shorter one that it begins with', () => {
  expect(formatLabels({ app: 'web', 'app.kubernetes.io/name': 'web', 'app-x': 'a', App: 'b' })).toBe('App=b,app-x=a,app.kubernetes.io/name=web,app=web');
  expect(formatLabels({})).toBe('<none>');
});
