import type { KeyboardEvent, MouseEvent } from 'react';
import { send, select } from '../state/link.ts';
import { setView, useView } from '../state/view.ts';
import type { EntityId } from '../../protocol/index.ts';

/** Opens the menu of verbs about a thing. */
export function openMenu(id: EntityId, x: number, y: number): void {
  setView({ menu: { id, x, y } });
}

let hoverTimer: ReturnType<typeof setTimeout> | undefined;

/** Hovering asks for a glance after a while; leaving ends it at once. */
export function hover(id: EntityId | undefined): void {
  if (useView.getState().hovered === id) return;
  setView({ hovered: id, glance: undefined });
  clearTimeout(hoverTimer);
  if (id !== undefined) hoverTimer = setTimeout(() => send({ type: 'glance', id }), 450);
}

/** What every thing on the map answers to: click, right click, long press, keyboard. */
export function reacts(id: EntityId, label: string): {
  readonly role: 'button'; readonly tabIndex: number; readonly 'aria-label': string; readonly 'data-entity': string;
  readonly onClick: (event: MouseEvent) => void; readonly onContextMenu: (event: MouseEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent<SVGElement>) => void; readonly onMouseEnter: () => void; readonly onMouseLeave: () => void;
} {
  return {
    role: 'button', tabIndex: 0, 'aria-label': label, 'data-entity': id,
    onClick: (event) => { event.stopPropagation(); select(id); },
    onContextMenu: (event) => { event.preventDefault(); event.stopPropagation(); openMenu(id, event.clientX, event.clientY); },
    onKeyDown: (event) => {
      if (event.key === 'Enter') { event.stopPropagation(); select(id); }
      if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
        event.preventDefault();
        event.stopPropagation();
        const box = event.currentTarget.getBoundingClientRect();
        openMenu(id, box.left + box.width / 2, box.top + box.height / 2);
      }
    },
    onMouseEnter: () => hover(id),
    onMouseLeave: () => hover(undefined),
  };
}

/** Whether a thing is selected; one subscription each, so that a click draws two things and no more. */
export const useSelected = (id: EntityId): boolean => useView((view) => view.selected === id);

/** Whether the legend has switched a phase off. */
export const useMuted = (phase: string): boolean => useView((view) => view.muted.has(phase));

/** Whether a thing is dimmed by the filter that is typed: everything that does not hold the text. `-x` inverts. */
export function useDimmed(text: string): boolean {
  return useView((view) => {
    const { filter } = view;
    if (filter === undefined || filter === '' || filter === '-') return false;
    const inverse = filter.startsWith('-');
    const hit = text.toLowerCase().includes((inverse ? filter.slice(1) : filter).toLowerCase());
    return inverse ? hit : !hit;
  });
}
