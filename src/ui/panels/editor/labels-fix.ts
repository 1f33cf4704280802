const indentOf = (line: string): number => line.length - line.trimStart().length;

interface Entry { readonly line: number; readonly key: string; readonly value: string }

/** The plain entries of the map that is written below a line. */
function entriesBelow(lines: readonly string[], at: number): readonly Entry[] {
  const entries: Entry[] = [];
  for (let i = at + 1; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    const [, key, value] = /^\s*([\w./-]+):\s*(\S+)\s*$/.exec(line) ?? [];
    if (indentOf(line) <= indentOf(lines[at] ?? '') || key === undefined || value === undefined) break;
    entries.push({ line: i, key, value });
  }
  return entries;
}

function agree(document: string): { readonly text: string; readonly changed: readonly string[] } {
  const lines = document.split('\n');
  const find = (pattern: RegExp, from: number): number => lines.findIndex((line, i) => i >= from && pattern.test(line));
  const selector = find(/^\s*matchLabels:\s*$/, 0);
  const template = find(/^\s*template:\s*$/, 0);
  const labels = template < 0 ? -1 : find(/^\s*labels:\s*$/, template);
  if (selector < 0 || labels < 0) return { text: document, changed: [] };
  const written = entriesBelow(lines, labels);
  const indent = ' '.repeat(indentOf(lines[labels] ?? '') + 2);
  const missing: string[] = [];
  const changed: string[] = [];
  for (const { key, value } of entriesBelow(lines, selector)) {
    const own = written.find((entry) => entry.key === key);
    if (own?.value === value) continue;
    changed.push(`${key}: ${value}`);
    if (own) lines[own.line] = `${/^\s*/.exec(lines[own.line] ?? '')?.[0] ?? ''}${key}: ${value}`;
    else missing.push(`${indent}${key}: ${value}`);
  }
  lines.splice(labels + 1, 0, ...missing);
  return { text: lines.join('\n'), changed };
}

/** Gives each template the labels that its selector asks for: the text, and the labels that were changed. */
export function labelsAsSelected(text: string): { readonly text: string; readonly changed: readonly string[] } {
  const documents = text.split(/^(?=---)/m).map(agree);
  return { text: documents.map((document) => document.text).join(''), changed: documents.flatMap((document) => document.changed) };
}
