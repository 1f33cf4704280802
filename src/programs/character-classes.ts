// The classes of characters that have names, `[:alpha:]`, as shells, regular expressions and tr know them: those of the POSIX locale.

/** What belongs to each class, as it stands between the brackets of a regular expression: characters and ranges of them. */
export const characterClasses: ReadonlyMap<string, string> = new Map([
  ['alnum', '0-9A-Za-z'], ['alpha', 'A-Za-z'], ['blank', '\t '], ['cntrl', '\0-\x1f\x7f'], ['digit', '0-9'], ['graph', '!-~'],
  ['lower', 'a-z'], ['print', ' -~'], ['punct', '!-/:-@[-`{-~'], ['space', '\t-\r '], ['upper', 'A-Z'], ['xdigit', '0-9A-Fa-f'],
]);

/** The inside of a bracket with its named classes spelled out; `plain` turns what stands between them into what it is to be. */
export function withClasses(inner: string, plain: (text: string) => string): string {
  // At odd places stand the names that the pattern captures.
  const parts = inner.split(/\[:(\w+):\]/);
  return parts.map((part, index) => (index % 2 === 0 ? plain(part) : (characterClasses.get(part) ?? plain(`[:${part}:]`)))).join('');
}
