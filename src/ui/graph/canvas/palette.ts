const resolved = new Map<string, string>();
let forTheme = '';
let scratch: CanvasRenderingContext2D | null | undefined;

/** A colour as six digits: what shortens the styles may have made `#fff` or `red` of it. */
function longHex(value: string): string {
  if (/^#[0-9a-f]{3}$/i.test(value)) return `#${[...value.slice(1)].map((digit) => digit + digit).join('')}`;
  if (!/^[a-z]+$/i.test(value)) return value;
  scratch ??= document.createElement('canvas').getContext('2d');
  if (!scratch) return value;
  scratch.fillStyle = value;
  return String(scratch.fillStyle);
}

/** A token's value for the canvas, read once per theme. */
export function token(name: string): string {
  const theme = document.documentElement.dataset['theme'] ?? '';
  if (theme !== forTheme) { resolved.clear(); forTheme = theme; }
  const known = resolved.get(name);
  if (known !== undefined) return known;
  const value = longHex(getComputedStyle(document.documentElement).getPropertyValue(name).trim());
  resolved.set(name, value);
  return value;
}
