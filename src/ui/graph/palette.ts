const resolved = new Map<string, string>();
let forTheme = '';

/** A token's value for the canvas, read once per theme. */
export function token(name: string): string {
  const theme = document.documentElement.dataset['theme'] ?? '';
  if (theme !== forTheme) { resolved.clear(); forTheme = theme; }
  const known = resolved.get(name);
  if (known !== undefined) return known;
  const value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  resolved.set(name, value);
  return value;
}
