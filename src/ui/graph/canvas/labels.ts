import type { Box, Point } from '../scene/geometry.ts';
import type { Label } from './paint.ts';

/** Where a label stands. */
export type LabelPlace = Pick<Label, 'x' | 'y' | 'align'>;

/** A label that wants to be shown, and for how many messages it stands. */
export interface WantedLabel extends Label {
  /** Where else it may stand when its own place is taken. */
  readonly elsewhere?: readonly LabelPlace[];
  count: number;
  /** What the pointer or the selection is on is always told. */
  readonly isPointedAt: boolean;
}

/** A rectangle that a text takes. */
export interface Extent { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }

/** Height of a line, of its letters' size. */
const lineHeight = 1.2;
/** Room between two labels on one line. */
const apart = 10;

function extentOf({ x, y, align }: LabelPlace, width: number, letters: number): Extent {
  const height = letters * lineHeight;
  const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
  return { left: left - apart / 2, right: left + width + apart / 2, top: y - height / 2, bottom: y + height / 2 };
}

/** Whether two rectangles lie on each other. */
export function meet(a: Extent, b: Extent): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/**
 * Chooses the labels that can be read side by side: pointed-at ones first, then the older. One that would lie on another or on
 * a box (`boxes`, in the labels' own coordinates) stands elsewhere if it can, and is left out if it cannot.
 */
export function layLabels(wanted: readonly WantedLabel[], widthOf: (text: string, label: Label) => number, boxes: readonly Box[] = []): readonly Label[] {
  const taken: Extent[] = boxes.map(({ x, y, w, h }) => ({ left: x, right: x + w, top: y, bottom: y + h }));
  const shown: Label[] = [];
  for (const label of [...wanted].sort((a, b) => Number(b.isPointedAt) - Number(a.isPointedAt))) {
    const text = label.count > 1 ? `${label.text} ×${label.count}` : label.text;
    const width = widthOf(text, label);
    const letters = Number.parseFloat(label.font.match(/[\d.]+(?=px)/)?.[0] ?? '11');
    const isFree = (place: LabelPlace): boolean => { const extent = extentOf(place, width, letters); return !taken.some((other) => meet(other, extent)); };
    const place = [label, ...(label.elsewhere ?? [])].find(isFree) ?? (label.isPointedAt ? label : undefined);
    if (!place) continue;
    taken.push(extentOf(place, width, letters));
    shown.push({ text, x: place.x, y: place.y, align: place.align, colour: label.colour, font: label.font });
  }
  return shown;
}

/**
 * Where the label of a message may stand, the best place first: beside a way that goes up or down, above one that goes across,
 * off the curve of a slanting one, away from the ring. `letters` is their size in pixels.
 */
export function placesBeside({ x, y }: Point, way: { readonly angle: number; readonly ring: Point | undefined; readonly atEdge: boolean; readonly letters: number }): readonly [LabelPlace, ...LabelPlace[]] {
  const slope = Math.abs(((way.angle % 180) + 180) % 180);
  const off = 9 + way.letters * 0.5;
  const up = 10 + way.letters * 0.5;
  if (way.ring) {
    const sides: readonly [LabelPlace, LabelPlace] = [{ x: x - off, y: y - 3, align: 'right' }, { x: x + off, y: y - 3, align: 'left' }];
    return x < way.ring.x ? sides : [sides[1], sides[0]];
  }
  const above: LabelPlace = { x, y: y - up, align: 'center' };
  const below: LabelPlace = { x, y: y + up, align: 'center' };
  const right: LabelPlace = { x: x + off, y, align: 'left' };
  const left: LabelPlace = { x: x - off, y, align: 'right' };
  if (slope < 20 || slope > 160) {
    // Near the end of its way it stands off to one side, never on the line.
    const besides = (place: LabelPlace): readonly LabelPlace[] => [{ ...place, x: x - 5, align: 'left' }, { ...place, x: x + 5, align: 'right' }];
    return [above, below, ...besides(above), ...besides(below)];
  }
  if (slope > 70 && slope < 110) {
    // Where it crosses an edge, it stands a line farther along the way.
    const line = way.letters * lineHeight;
    const shifted = (place: LabelPlace): readonly LabelPlace[] => [{ ...place, y: y + line }, { ...place, y: y - line }];
    return way.atEdge ? [left, right, ...shifted(left)] : [right, left, ...shifted(right), ...shifted(left)];
  }
  const falls = slope < 90;
  return [
    { x: x - off, y: y + (falls ? up - 8 : 6 - up), align: 'right' }, { x: x + off, y: y + (falls ? 8 - up : up - 6), align: 'left' },
    above, below,
  ];
}
