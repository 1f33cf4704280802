import { expect, it } from 'vitest';
import { SelectorError, parseLabelRequirements } from './label-requirements.ts';

const key = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

it.each([
  ['app=shop,', "found '', expected: identifier after ','"],
  ['tier in front', "unable to parse requirement: found 'front' expected: '('"],
  ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
  ['bad key=x', "unable to parse requirement: found 'key', expected: in, notin, =, ==, !=, gt, lt"],
  ['app=has space', "found 'space', expected: ',' or 'end of string'"],
  ['-app=x', `unable to parse requirement: <nil>: Invalid value: "-app": ${key}`],
  ['size>ten', `unable to parse requirement: values[0]: Invalid value: "ten": for 'Gt', 'Lt' operators, the value must be an integer`],
  ['==', "found '==', expected: !, identifier, or 'end of string'"],
])('%s is no selector', (text, message) => {
  expect(() => parseLabelRequirements(text)).toThrow(new SelectorError(message));
});

it.each([
  ['app=shop', true], ['app==shop', true], ['app!=shop', false], ['other!=x', true], ['tier in (front,back)', true],
  ['tier notin (front)', false], ['tier', true], ['!tier', false], ['app,tier notin (back)', true], ['size>10', false], ['size<10', true],
  ['empty=', true], ['tier in ()', false], ['in in (a)', false],
])('%s on the labels of a front end is %s', (text, expected) => {
  const labels = { app: 'shop', tier: 'front', size: '5', empty: '' };
  expect(parseLabelRequirements(text)?.(labels)).toBe(expected);
});

it('asks nothing when it is empty', () => {
  expect(parseLabelRequirements('')).toBeUndefined();
});
