import { useEffect } from 'react';
import { hover } from '../graph/nodes/interact.ts';
import { actionFor } from '../state/actions.ts';
import { useView } from '../state/view.ts';
import { visitRegion } from './regions.ts';

/** Where keys belong to what is typed, not to the page. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"], .monaco-editor, .xterm, [role="dialog"][aria-modal="true"]') !== null;
}

/** What Space presses when it has the focus. */
const pressed = 'button, [role="radio"], [role="tab"], summary, a';

/** The nearest thing on the map in a direction, for walking it by arrows. */
function neighbour(from: Element, key: string): HTMLElement | SVGElement | undefined {
  const start = from.getBoundingClientRect();
  const x = start.left + start.width / 2;
  const y = start.top + start.height / 2;
  let best: { readonly element: HTMLElement | SVGElement; readonly far: number } | undefined;
  for (const element of document.querySelectorAll<HTMLElement | SVGElement>('[data-testid="map"] [data-entity]')) {
    if (element === from || element.contains(from)) continue;
    const box = element.getBoundingClientRect();
    const dx = box.left + box.width / 2 - x;
    const dy = box.top + box.height / 2 - y;
    const ahead = { ArrowRight: dx, ArrowLeft: -dx, ArrowDown: dy, ArrowUp: -dy }[key] ?? 0;
    const aside = key === 'ArrowRight' || key === 'ArrowLeft' ? Math.abs(dy) : Math.abs(dx);
    if (ahead < 4 || aside > ahead * 2.5) continue;
    const far = ahead + aside * 2;
    if (!best || far < best.far) best = { element, far };
  }
  return best?.element;
}

/** Gives keys their meaning: on the map arrows walk, elsewhere they step time. */
export function useKeyboard(): void {
  useEffect(() => {
    // Space presses the button that keys have come to; who has clicked one means the page.
    let byKeys = false;
    let clicked: Element | undefined;
    const own = (): void => { clicked?.removeAttribute('data-clicked'); clicked = undefined; };
    // The page's keys are not the clicked button's: a ring would say that they are.
    const point = (event: PointerEvent): void => {
      byKeys = false;
      own();
      clicked = event.target instanceof Element ? event.target.closest(pressed) ?? undefined : undefined;
      clicked?.setAttribute('data-clicked', '');
    };
    const press = (event: KeyboardEvent): void => {
      if (event.key === 'Tab') { byKeys = true; own(); }
      if (event.defaultPrevented || event.isComposing) return;
      const { target } = event;
      // Palette and menus have keys of their own.
      if (target instanceof Element && target.closest('.mantine-Spotlight-content, .mantine-Menu-dropdown')) return;
      const action = actionFor(event);
      if (isTyping(target) && !(action?.everywhere && !(target instanceof Element && target.closest('.xterm, .monaco-editor')))) return;
      const onMap = target instanceof Element ? target.closest('[data-testid="map"] [data-entity]') : null;
      if (onMap && event.key.startsWith('Arrow') && !event.shiftKey) {
        event.preventDefault();
        neighbour(onMap, event.key)?.focus();
        return;
      }
      if (!action || (event.key === ' ' && target instanceof Element && target.matches(pressed) && (byKeys || useView.getState().dialog !== undefined))) return;
      event.preventDefault();
      // Who steps by keys looks at what changes, not at what the pointer was left on.
      hover(undefined);
      action.run();
    };
    // Before editor and terminal take the key as their own.
    const visit = (event: KeyboardEvent): void => {
      if (event.key !== 'F6' || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      byKeys = true;
      own();
      visitRegion(event.shiftKey ? -1 : 1);
    };
    window.addEventListener('pointerdown', point, true);
    window.addEventListener('keydown', press);
    window.addEventListener('keydown', visit, true);
    return () => {
      window.removeEventListener('pointerdown', point, true);
      window.removeEventListener('keydown', press);
      window.removeEventListener('keydown', visit, true);
    };
  }, []);
}
