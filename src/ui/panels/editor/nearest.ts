/** How many letters must be changed, added, left out or swapped to make one word of another. */
export function distance(a: string, b: string): number {
  const rows: number[][] = [];
  for (let i = 0; i <= a.length; i++) {
    const row: number[] = [i];
    for (let j = 1; j <= b.length; j++) {
      const above = rows[i - 1];
      if (!above) { row[j] = j; continue; }
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (rows[i - 2]?.[j - 2] ?? Infinity) + 1 : Infinity;
      row[j] = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1), swap);
    }
    rows[i] = row;
  }
  return rows[a.length]?.[b.length] ?? Infinity;
}

/** The word that was meant, when one is near enough. */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  let best: { readonly word: string; readonly far: number } | undefined;
  for (const candidate of words) {
    if (Math.abs(candidate.length - word.length) > 3) continue;
    const far = candidate.toLowerCase() === word.toLowerCase() ? 0.5 : distance(word.toLowerCase(), candidate.toLowerCase());
    if (far <= Math.max(1, Math.min(3, word.length / 4)) && (!best || far < best.far)) best = { word: candidate, far };
  }
  return best?.word;
}
