import { useStore } from '@xyflow/react';
import { useView } from '../../state/view.ts';
import { clip } from './text.ts';

/** Boxes have room for text that is so much larger, and no more. */
const most = 1.25;

/** By how much words on the map are drawn larger: for a room, and where the map is so far away that they would be too small. */
export function textSizeAt(zoom: number, presenter: boolean): number {
  const needed = Math.round(10 / zoom) / 10;
  return Math.max(presenter ? most : 1, Math.min(most, needed));
}

/** Shortens texts as `clip` does, at the size that words have on the map. */
export function useClip(): typeof clip {
  const size = useTextSize();
  return (text, width, font) => clip(text, width / size, font);
}

/** The size of words on the map that is drawn now, as a factor; it changes in steps. */
export function useTextSize(): number {
  const presenter = useView((view) => view.presenter);
  return useStore((store) => textSizeAt(store.transform[2], presenter));
}
