// What a flag of a command line is.
// Upstream: spf13/pflag

/** How a flag's value is read. `strings` and `pairs` (`key=value`) split at commas, `array` does not; all three may be given more than once. */
export type FlagType = 'array' | 'bool' | 'duration' | 'float' | 'int' | 'pairs' | 'string' | 'strings' | 'uint';

/** One flag of a command. */
export interface FlagSpec {
  readonly name: string;
  readonly short?: string;
  readonly type: FlagType;
  /** The default as text; lists are empty by default. */
  readonly value: string;
  readonly usage: string;
  /** What the flag without `=value` means, where it needs no value. */
  readonly bare?: string;
  readonly isHidden?: boolean;
  /** What is said to whoever still uses it. */
  readonly deprecated?: string;
}

interface Extra {
  readonly short?: string;
  readonly value?: string;
  readonly bare?: string;
  readonly isHidden?: boolean;
  readonly deprecated?: string;
}

const make = (type: FlagType, value: string) => (name: string, usage: string, extra: Extra = {}): FlagSpec => ({ name, type, value, usage, ...extra });

/** A flag that is on or off. */
export const bool = (name: string, usage: string, extra: Extra = {}): FlagSpec => ({ name, type: 'bool', value: 'false', bare: 'true', usage, ...extra });
/** A flag that holds a text. */
export const text = make('string', '');
/** A flag that holds a whole number. */
export const int = make('int', '0');
/** A flag that holds a whole number that is not negative. */
export const uint = make('uint', '0');
/** A flag that holds a span of time. */
export const duration = make('duration', '0s');
/** A flag that holds a list, separated by commas. */
export const strings = make('strings', '[]');
/** A flag that may be given several times. */
export const array = make('array', '[]');
/** A flag that holds values by key, separated by commas. */
export const pairs = make('pairs', '[]');
