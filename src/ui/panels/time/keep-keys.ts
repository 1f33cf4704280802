import type { MouseEvent } from 'react';

/** Who picks a moment or a pace by hand steps on with the arrows: the pointer leaves them to the page, and takes them from what was typed in. */
export function keepKeys(event: MouseEvent): void {
  event.preventDefault();
  const focused = document.activeElement;
  if (focused instanceof HTMLElement || focused instanceof SVGElement) focused.blur();
}
