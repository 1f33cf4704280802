// Names of fields as expressions can write them.
// Upstream: k8s.io/apiserver pkg/cel/escaping.go

const reserved = new Set(['true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package', 'namespace', 'return']);
const marks: Readonly<Record<string, string>> = { '__': '__underscores__', '.': '__dot__', '-': '__dash__', '/': '__slash__' };
const words = new Map(Object.entries(marks).map(([mark, word]) => [word, mark]));

/** A field's name as expressions write it: `x-y` is `x__dash__y`; undefined when no expression can. */
export function escapeField(name: string): string | undefined {
  if (reserved.has(name)) return `__${name}__`;
  if (!/^[A-Za-z_.\-/][A-Za-z0-9_.\-/]*$/.test(name)) return undefined;
  return name.replaceAll(/__|[.\-/]/g, (mark) => marks[mark] ?? mark);
}

/** The field that a name in an expression means. */
export function unescapeField(escaped: string): string {
  const word = /^__(.+)__$/.exec(escaped)?.[1];
  if (word !== undefined && reserved.has(word)) return word;
  return escaped.replaceAll(/__(?:underscores|dot|dash|slash)__/g, (found) => words.get(found) ?? found);
}
