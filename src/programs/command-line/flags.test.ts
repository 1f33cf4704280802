import { describe, expect, test } from 'vitest';
import { array, bool, int, strings, text, uint } from './flag.ts';
import { FlagError, Flags } from './flags.ts';

const specs = [
  int('count', 'how many', { short: 'c', value: '-1' }), uint('size', 'how large'), text('name', 'what it is called', { short: 'n' }),
  bool('all', 'whether all', { short: 'A' }), strings('columns', 'which', { short: 'L' }), array('each', 'each'),
];

function read(...words: readonly string[]): Flags {
  const flags = new Flags(specs);
  flags.parse(words);
  return flags;
}

function refusal(...words: readonly string[]): string {
  try {
    read(...words);
  } catch (error) {
    if (error instanceof FlagError) return error.message;
    throw error;
  }
  return '';
}

describe('whole numbers', () => {
  test.each([
    ['0', 0], ['-0', 0], ['007', 7], ['017', 15], ['0x1F', 31], ['0b101', 5], ['0o17', 15], ['1_000', 1000], ['0_17', 15], ['+3', 3], ['-12', -12], ['9223372036854775807', 2 ** 63],
  ])('%s is read as Go reads it', (given, expected) => {
    expect(read('--count', given).int('count')).toBe(expected + 0);
  });

  test.each(['', 'x', '1.0', '08', '0x', '1__0', '_1', '1_', '--1', '1e3', ' 1'])('%j is none', (given) => {
    expect(refusal(`--count=${given}`)).toBe(`invalid argument ${JSON.stringify(given)} for "-c, --count" flag: strconv.ParseInt: parsing ${JSON.stringify(given)}: invalid syntax`);
  });

  test('hold 64 bits', () => {
    expect(refusal('--count=9223372036854775808')).toMatch(/value out of range$/);
    expect(refusal('--size=18446744073709551616')).toMatch(/^invalid argument "18446744073709551616" for "--size" flag: strconv\.ParseUint: .*value out of range$/);
    expect(refusal('--size=-1')).toMatch(/strconv\.ParseUint: parsing "-1": invalid syntax$/);
  });
});

describe('flags of one letter', () => {
  test('take what stands behind them, and an equals sign alone for a value', () => {
    expect(read('-nweb').text('name')).toBe('web');
    expect(read('-n=web').text('name')).toBe('web');
    expect(read('-n=').text('name')).toBe('=');
    expect(read('-Ac3').int('count')).toBe(3);
  });

  test('that need no value do not take an equals sign for one', () => {
    expect(refusal('-A=')).toBe("unknown shorthand flag: '=' in -=");
    expect(read('-A=false').bool('all')).toBe(false);
  });
});

describe('lists', () => {
  test('are split at commas that stand in no quotes', () => {
    expect(read('--columns', 'a,"b,c",d', '-L', 'e').list('columns')).toEqual(['a', 'b,c', 'd', 'e']);
    expect(read('--columns', '"say ""hi""",').list('columns')).toEqual(['say "hi"', '']);
    expect(read('--each', 'a,b').list('each')).toEqual(['a,b']);
  });

  test.each([
    ['a"b', 'column 2: bare " in non-quoted-field'],
    ['ä,é"', 'column 6: bare " in non-quoted-field'],
    ['"ab', 'column 4: extraneous or missing " in quoted-field'],
    ['x,"a"b,c', 'column 5: extraneous or missing " in quoted-field'],
    ['"a""b', 'column 6: extraneous or missing " in quoted-field'],
  ])('%s has quotes that do not fit', (given, why) => {
    expect(refusal('--columns', given)).toBe(`invalid argument ${JSON.stringify(given)} for "-L, --columns" flag: parse error on line 1, ${why}`);
  });
});
