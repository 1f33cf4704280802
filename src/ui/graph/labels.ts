import type { Label } from './paint.ts';

/** A label that wants to be shown, and for how many messages it stands. */
export interface WantedLabel extends Label {
  count: number;
  /** What the pointer or the selection is on is always told. */
  readonly isPointedAt: boolean;
}

/** A rectangle that a text takes. */
export interface Extent { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }

const height = 13;
/** Room between two labels on one line. */
const apart = 6;

function extentOf({ x, y, align }: Label, width: number): Extent {
  const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
  return { left: left - apart / 2, right: left + width + apart / 2, top: y - height / 2, bottom: y + height / 2 };
}

/** Whether two rectangles lie on each other. */
export function meet(a: Extent, b: Extent): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Chooses the labels that can be read side by side: pointed-at ones first, then the older; one that would lie on another is left out. */
export function layLabels(wanted: readonly WantedLabel[], widthOf: (text: string, label: Label) => number): readonly Label[] {
  const taken: Extent[] = [];
  const shown: Label[] = [];
  for (const label of [...wanted].sort((a, b) => Number(b.isPointedAt) - Number(a.isPointedAt))) {
    const text = label.count > 1 ? `${label.text} ×${label.count}` : label.text;
    const extent = extentOf(label, widthOf(text, label));
    if (!label.isPointedAt && taken.some((other) => meet(other, extent))) continue;
    taken.push(extent);
    shown.push({ text, x: label.x, y: label.y, align: label.align, colour: label.colour, font: label.font });
  }
  return shown;
}
