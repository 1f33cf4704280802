let measure: CanvasRenderingContext2D | null | undefined;
const widths = new Map<string, number>();

function widthOf(text: string, font: string): number {
  const key = `${font}|${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  measure ??= typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d');
  if (measure) measure.font = font;
  const width = measure ? measure.measureText(text).width : text.length * 6.4;
  if (widths.size > 4_000) widths.clear();
  widths.set(key, width);
  return width;
}

/** Fonts of the map's labels, for measuring. */
export const fonts = { name: '600 12px Inter, sans-serif', machine: '600 13px Inter, sans-serif', plain: '13px Inter, sans-serif', mono: '11px "JetBrains Mono", monospace', small: '11px Inter, sans-serif', number: '600 11px Inter, sans-serif' } as const;

/** Shortens a text in the middle until it is at most so wide at its font's own size: both ends of a name tell something. */
export function clip(text: string, width: number, font: string): string {
  if (widthOf(text, font) <= width) return text;
  for (let keep = text.length - 2; keep > 2; keep--) {
    const head = Math.ceil(keep * 0.6);
    const short = `${text.slice(0, head)}…${text.slice(text.length - (keep - head))}`;
    if (widthOf(short, font) <= width) return short;
  }
  return `${text.slice(0, 1)}…`;
}

/** How wide a text is. */
export const textWidth = widthOf;
