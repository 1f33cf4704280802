// Words of a line that etcdctl reads itself: of a transaction, or of an interactive watch.
// Upstream: etcdctl/ctlv3/command/util.go (Argify)

/** Words of a line; quotes hold spaces together, double ones know the escapes of Go. */
export function wordsOf(line: string): readonly string[] {
  const words = line.match(/"(?:\\.|[^"\\])*"|'[^']*'|[^\s"']\S*/g) ?? [];
  return words.map((word) => {
    if (word.startsWith("'")) return word.slice(1, -1);
    return word.startsWith('"') ? (unquote(word) ?? word) : word;
  });
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', f: '\f', v: '\v', '\\': '\\', '"': '"', "'": "'" };

/** What a text in double quotes stands for; undefined when it is none. */
export function unquote(text: string): string | undefined {
  if (!/^"(?:\\.|[^"\\])*"$/.test(text)) return undefined;
  return text.slice(1, -1).replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/g, (_, byte?: string, unit?: string, letter?: string) =>
    letter === undefined ? String.fromCharCode(Number.parseInt(byte ?? unit ?? '0', 16)) : (escapes[letter] ?? letter));
}
