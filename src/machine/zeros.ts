const known = new Map<number, string>();
const greatestKnown = 2 ** 20;

/** A text of zero bytes; the same one each time, so that it is quickly recognised. */
export function zeros(count: number): string {
  const found = known.get(count);
  if (found !== undefined) return found;
  const text = '\0'.repeat(count);
  if (count <= greatestKnown && known.size < 32) known.set(count, text);
  return text;
}

/** Whether a text is zero bytes and nothing else. */
export function isZeros(text: string): boolean {
  return text.startsWith('\0') && text === zeros(text.length);
}
