// Which commands may have been meant. Upstream: spf13/cobra SuggestionsFor

/** The number of letters to change, add or remove to make one word of another; case does not count. */
export function wordDistance(a: string, b: string): number {
  const s = a.toLowerCase();
  const t = b.toLowerCase();
  let previous = Array.from({ length: t.length + 1 }, (_, i) => i);
  for (let i = 1; i <= s.length; i++) {
    const row = [i];
    for (let j = 1; j <= t.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (s[i - 1] === t[j - 1] ? 0 : 1);
      row.push(Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, substitution));
    }
    previous = row;
  }
  return previous[t.length] ?? 0;
}

/** The names near to a mistyped one, in the order given. */
export function suggestions(typed: string, names: readonly string[]): readonly string[] {
  return names.filter((name) => wordDistance(typed, name) <= 2 || name.toLowerCase().startsWith(typed.toLowerCase()));
}
