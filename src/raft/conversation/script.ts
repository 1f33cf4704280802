// Upstream: github.com/cockroachdb/datadriven (the script language of raft's interaction tests)

/** One word after a command: `3`, `timeout=5`, `drop=(1,2)`. */
export interface Argument {
  readonly key: string;
  readonly values: readonly string[];
}

/** A command of a script with what is written below it. */
export interface Directive {
  readonly command: string;
  readonly args: readonly Argument[];
  readonly input: string;
}

/** A piece of a script: lines that stay, the last perhaps of a command that wants an answer. */
export interface Section {
  readonly lines: readonly string[];
  readonly directive: Directive | undefined;
}

/** A line that is not in the script language. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError';
}

const separator = '----';

/** The sections of a script, without the answers that it holds. */
export function parseScript(text: string): readonly Section[] {
  const lines = text.split(/\r?\n/);
  // The end of the last line, and a blank one after the last answer.
  if (lines.at(-1) === '') lines.pop();
  if (lines.at(-1) === '') lines.pop();
  const reader: Reader = { lines, at: 0 };
  const sections: Section[] = [];
  while (reader.at < lines.length) sections.push(readSection(reader));
  return sections;
}

interface Reader {
  readonly lines: readonly string[];
  at: number;
}

function readSection(reader: Reader): Section {
  const kept: string[] = [];
  for (;;) {
    const line = next(reader);
    if (line === undefined) return { lines: kept, directive: undefined };
    kept.push(line);
    const words = line.trim();
    // A subtest begins and ends without an answer.
    if (words === '' || words.startsWith('#') || words.startsWith('subtest ')) continue;
    const { command, args } = parseDirective(continued(reader, kept, words));
    const input = readInput(reader, kept);
    return { lines: kept, directive: { command, args, input } };
  }
}

function next(reader: Reader): string | undefined {
  return reader.lines[reader.at++];
}

/** A line that ends in a backslash goes on in the next. */
function continued(reader: Reader, kept: string[], first: string): string {
  let words = first;
  while (words.endsWith('\\')) {
    const line = next(reader);
    if (line === undefined) break;
    kept.push(line);
    words = `${words.slice(0, -1)} ${line.trim()}`;
  }
  return words;
}

/** Lines up to the separator; a script without answers has blank lines instead. */
function readInput(reader: Reader, kept: string[]): string {
  const input: string[] = [];
  for (;;) {
    const line = reader.lines[reader.at];
    if (line === undefined || line.trim() === '') return input.join('\n');
    reader.at++;
    if (line === separator) {
      skipAnswer(reader);
      return input.join('\n');
    }
    kept.push(line);
    input.push(line);
  }
}

/** An answer ends at a blank line, or, if it has some of its own, at a doubled separator. */
function skipAnswer(reader: Reader): void {
  if (reader.lines[reader.at] !== separator) {
    while ((reader.lines[reader.at] ?? '').trim() !== '') reader.at++;
    return;
  }
  reader.at++;
  while (reader.at < reader.lines.length) {
    const [line, following] = reader.lines.slice(reader.at, reader.at + 2);
    const isEnd = line === separator && following === separator;
    reader.at += isEnd ? 2 : 1;
    if (isEnd) return;
  }
}

/** The text of an answer as it stands in a script. */
export function formatAnswer(answer: string): readonly string[] {
  const lines = (answer.endsWith('\n') ? answer.slice(0, -1) : answer).split('\n');
  const hasBlank = lines.some((line) => line.trim() === '');
  return hasBlank
    ? [separator, separator, ...lines, separator, separator]
    : [separator, ...lines];
}

/** A command line in its parts. */
export function parseDirective(line: string): Pick<Directive, 'command' | 'args'> {
  const [command = '', ...rest] = splitWords(line);
  return { command, args: rest.map(parseArgument) };
}

/** Words end at spaces outside of parentheses. */
function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  let depth = 0;
  for (const char of line) {
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (char !== ' ' || depth > 0) word += char;
    else if (word !== '') {
      words.push(word);
      word = '';
    }
  }
  if (depth !== 0) {
    throw new ScriptError(`cannot parse directive: parentheses do not match: ${line}`);
  }
  return word === '' ? words : [...words, word];
}

function parseArgument(word: string): Argument {
  const at = word.indexOf('=');
  if (at < 0) return { key: word, values: [] };
  const value = word.slice(at + 1);
  const key = word.slice(0, at);
  if (!value.startsWith('(')) return { key, values: [value] };
  const values = value.slice(1, value.lastIndexOf(')')).split(',');
  return { key, values: values.map((one) => one.trim()) };
}
