/** Arguments that a tool does not understand; the text stands behind its name. */
export class UsageError extends Error {
  readonly hasHint: boolean;
  readonly status: number | undefined;

  constructor(message: string, options: { readonly hasHint?: boolean; readonly status?: number } = {}) {
    super(message);
    this.name = 'UsageError';
    this.hasHint = options.hasHint ?? true;
    this.status = options.status;
  }
}

/** Options that were given, by letter, and what remains. */
export class Options {
  readonly operands: readonly string[];
  private readonly given: ReadonlyMap<string, readonly string[]>;

  constructor(given: ReadonlyMap<string, readonly string[]>, operands: readonly string[]) {
    this.given = given;
    this.operands = operands;
  }

  has(letter: string): boolean {
    return this.given.has(letter);
  }

  /** The last value given for an option. */
  value(letter: string): string | undefined {
    return this.given.get(letter)?.at(-1);
  }

  all(letter: string): readonly string[] {
    return this.given.get(letter) ?? [];
  }

  /** A number given for an option. Throws UsageError. */
  number(letter: string, otherwise: number, what = 'number'): number {
    const text = this.value(letter);
    if (text === undefined) return otherwise;
    const value = Number(text);
    if (Number.isNaN(value) || text.trim() === '') throw new UsageError(`invalid ${what}: '${text}'`, { hasHint: false });
    return value;
  }
}

/**
 * Reads options as getopt_long does, also those behind operands. `letters` lists the options, a colon behind those that
 * take a value; a leading `+` stops at the first operand. `long` gives the letter of each long name.
 */
export function readOptions(args: readonly string[], letters: string, long: Readonly<Record<string, string>> = {}): Options {
  const stopsEarly = letters.startsWith('+');
  const known = stopsEarly ? letters.slice(1) : letters;
  const given = new Map<string, string[]>();
  const operands: string[] = [];
  const note = (letter: string, value: string): void => {
    const values = given.get(letter);
    if (values) values.push(value);
    else given.set(letter, [value]);
  };
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (arg.startsWith('--')) {
      const [name = '', inline] = splitOnce(arg.slice(2), '=');
      const letter = long[name] ?? uniqueAbbreviation(name, long);
      if (letter === undefined) throw new UsageError(`unrecognized option '--${name}'`);
      const takesValue = known.includes(`${letter}:`);
      note(letter, inline ?? (takesValue && !known.includes(`${letter}::`) ? (args[++at] ?? missing(letter)) : ''));
      continue;
    }
    if (!arg.startsWith('-') || arg === '-') {
      if (stopsEarly) {
        operands.push(...args.slice(at));
        break;
      }
      operands.push(arg);
      continue;
    }
    for (let i = 1; i < arg.length; i++) {
      const letter = arg.charAt(i);
      const place = letter === ':' ? -1 : known.indexOf(letter);
      if (place < 0) throw new UsageError(`invalid option -- '${letter}'`);
      if (known[place + 1] !== ':') {
        note(letter, '');
        continue;
      }
      const inline = arg.slice(i + 1);
      note(letter, inline !== '' || known[place + 2] === ':' ? inline : (args[++at] ?? missing(letter)));
      break;
    }
  }
  return new Options(given, operands);
}

function uniqueAbbreviation(name: string, long: Readonly<Record<string, string>>): string | undefined {
  const matches = Object.keys(long).filter((candidate) => candidate.startsWith(name));
  return matches.length === 1 ? long[matches[0] ?? ''] : undefined;
}

function missing(letter: string): never {
  throw new UsageError(`option requires an argument -- '${letter}'`);
}

function splitOnce(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}
