/** Whether a row holds every word that was typed; a word with `-` in front must not be there. */
export function matches(filter: string, row: string): boolean {
  const text = row.toLowerCase();
  return filter.toLowerCase().split(/\s+/).every((word) => {
    if (word === '' || word === '-') return true;
    return word.startsWith('-') ? !text.includes(word.slice(1)) : text.includes(word);
  });
}
