// Regular expressions as Go has them: what is wrong with one, in Go's words.
// Upstream: Go regexp/syntax

/** The error of a pattern that is none; undefined when it is one. */
export function patternProblem(pattern: string): string | undefined {
  const problem = findProblem(pattern);
  return problem === undefined ? undefined : `error parsing regexp: ${problem}`;
}

const perlGroup = /^\(\?(?:P?<[A-Za-z0-9_]+>|[imsU]*(?:-[imsU]+)?[:)])/;
const letters = 'pPdDsSwWbBAzaftnrvxQEC';

function findProblem(pattern: string): string | undefined {
  const open: number[] = [];
  let previous = '';
  for (let at = 0; at < pattern.length; at++) {
    const rest = pattern.slice(at);
    const letter = pattern.charAt(at);
    let atom = letter;
    if (letter === '\\') {
      const escape = pattern.charAt(at + 1);
      if (escape === '') return 'trailing backslash at end of expression: ``';
      if (/[A-Za-z0-9]/.test(escape) && !letters.includes(escape) && escape !== '0') return `invalid escape sequence: \`\\${escape}\``;
      atom = `\\${escape}`;
      at++;
    } else if (letter === '[') {
      const end = endOfClass(rest);
      if (end < 0) return `missing closing ]: \`${rest}\``;
      const range = /(?:^\[\^?|[^\\-])(?!\[:)((.)-(.))/.exec(rest.slice(0, end));
      if (range && range[2] !== undefined && range[3] !== undefined && /[\w]/.test(range[2]) && /[\w]/.test(range[3]) && range[2] > range[3]) return `invalid character class range: \`${range[1] ?? ''}\``;
      atom = '[]';
      at += end;
    } else if (letter === '(') {
      if (rest.startsWith('(?') && !perlGroup.test(rest)) return `invalid or unsupported Perl syntax: \`${/^\(\?(?:<[=!]|.)?/.exec(rest)?.[0] ?? '(?'}\``;
      const group = rest.startsWith('(?') ? (perlGroup.exec(rest)?.[0] ?? '(') : '(';
      if (!group.endsWith(')')) open.push(at);
      at += group.length - 1;
      atom = '(';
    } else if (letter === ')') {
      if (open.pop() === undefined) return `unexpected ): \`${pattern}\``;
      atom = ')';
    } else if ('*+?'.includes(letter) || /^\{\d+(?:,\d*)?\}/.test(rest)) {
      const repeat = letter === '{' ? (/^\{\d+(?:,\d*)?\}/.exec(rest)?.[0] ?? letter) : letter;
      const lazy = pattern.charAt(at + repeat.length) === '?' ? '?' : '';
      if (previous === '' || previous === '(' || previous === '|') return `missing argument to repetition operator: \`${repeat}\``;
      if (previous === 'repeat') return `invalid nested repetition operator: \`${pattern.charAt(at - 1)}${repeat}\``;
      if (letter === '{') {
        const [least = 0, most = least] = repeat.slice(1, -1).split(',').filter((each) => each !== '').map(Number);
        if (least > 1_000 || most > 1_000 || least > most) return `invalid repeat count: \`${repeat}\``;
      }
      at += repeat.length + lazy.length - 1;
      atom = 'repeat';
    }
    previous = atom;
  }
  return open.length > 0 ? `missing closing ): \`${pattern}\`` : undefined;
}

/** Where a class of characters ends, counted from its bracket; -1: nowhere. */
function endOfClass(rest: string): number {
  let at = rest.startsWith('[^') ? 2 : 1;
  if (rest.charAt(at) === ']') at++;
  for (; at < rest.length; at++) {
    const named = /^\[:\^?[a-z]+:\]/.exec(rest.slice(at))?.[0];
    if (named !== undefined) at += named.length - 1;
    else if (rest.charAt(at) === '\\') at++;
    else if (rest.charAt(at) === ']') return at;
  }
  return -1;
}

const classes: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z', alpha: 'A-Za-z', ascii: '\\x00-\\x7F', blank: '\\t ', cntrl: '\\x00-\\x1F\\x7F', digit: '0-9', graph: '!-~', lower: 'a-z',
  print: ' -~', punct: '!-\\/:-@\\[-`{-~', space: '\\t\\n\\v\\f\\r ', upper: 'A-Z', word: '0-9A-Za-z_', xdigit: '0-9A-Fa-f',
};

const patterns = new Map<string, RegExp | undefined>();
const patternLimit = 1_024;

/** A pattern of Go as one of ours; undefined when there is none such. */
export function compilePattern(text: string): RegExp | undefined {
  if (patterns.has(text)) return patterns.get(text);
  let pattern: RegExp | undefined;
  try {
    const flags = /^\(\?([ims]+)\)/.exec(text)?.[1] ?? '';
    const body = text.slice(flags === '' ? 0 : flags.length + 3)
      .replaceAll(/\[:([a-z]+):\]/g, (whole, name: string) => classes[name] ?? whole)
      .replaceAll('(?P<', '(?<')
      .replaceAll('\\A', '(?<![^])')
      .replaceAll('\\z', '(?![^])');
    pattern = new RegExp(body, flags);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (patterns.size >= patternLimit) patterns.clear();
  patterns.set(text, pattern);
  return pattern;
}
