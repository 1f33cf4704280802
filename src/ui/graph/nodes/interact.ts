import type { KeyboardEvent, MouseEvent, PointerEvent } from 'react';
import { send, select } from '../../state/link.ts';
import { setView, useView } from '../../state/view.ts';
import type { EntityId } from '../../../protocol/index.ts';

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

/** For so long after it moved, what the pointer comes to is what a person has brought it to, in milliseconds. */
const justMovedMs = 120;
const pointer = { x: 0, y: 0, movedMs: Number.NEGATIVE_INFINITY };
if (typeof window !== 'undefined') {
  window.addEventListener('pointermove', ({ clientX: x, clientY: y }) => {
    // Where the page moves under a pointer that rests, browsers tell of a move to where it is.
    if (x !== pointer.x || y !== pointer.y) Object.assign(pointer, { x, y, movedMs: performance.now() });
  }, { passive: true, capture: true });
  // A press may move the page: what comes under the pointer then was not brought there.
  window.addEventListener('pointerup', ({ clientX: x, clientY: y }) => { Object.assign(pointer, { x, y, movedMs: Number.NEGATIVE_INFINITY }); }, { passive: true, capture: true });
}

/** Hovering, but not for what has come under a pointer that rests. Some browsers tell of the move first, some of where it led. */
function hoverIfBrought(id: EntityId, { clientX, clientY }: MouseEvent): void {
  // Of a pointer browsers tell fractions of pixels, of a mouse they may not.
  const isElsewhere = Math.abs(clientX - pointer.x) >= 1 || Math.abs(clientY - pointer.y) >= 1;
  if (isElsewhere || performance.now() - pointer.movedMs <= justMovedMs) hover(id);
}

/** How long a finger rests on a thing until its verbs are offered, in milliseconds, and how far it may stray, in pixels. */
const longPressMs = 500;
const strayPx = 10;
let press: { readonly timer: ReturnType<typeof setTimeout>; readonly x: number; readonly y: number } | undefined;

function endPress(): void {
  clearTimeout(press?.timer);
  press = undefined;
}

/** How verbs are asked for: right click, long press, the menu key. */
function offersVerbs(id: EntityId): {
  readonly onContextMenu: (event: MouseEvent) => void; readonly onPointerDown: (event: PointerEvent) => void; readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: () => void; readonly onPointerCancel: () => void;
} {
  return {
    onContextMenu: (event) => { event.preventDefault(); event.stopPropagation(); openMenu(id, event.clientX, event.clientY); },
    onPointerDown: ({ pointerType, clientX: x, clientY: y }) => {
      endPress();
      if (pointerType === 'touch') press = { timer: setTimeout(() => openMenu(id, x, y), longPressMs), x, y };
    },
    onPointerMove: ({ clientX, clientY }) => { if (press && Math.hypot(clientX - press.x, clientY - press.y) > strayPx) endPress(); },
    onPointerUp: endPress,
    onPointerCancel: endPress,
  };
}

/** Opens the menu about a thing at its middle, when the key asks for that. */
function menuByKey(id: EntityId, event: KeyboardEvent<SVGElement>, isAsked: boolean): void {
  if (!isAsked) return;
  event.preventDefault();
  event.stopPropagation();
  const box = event.currentTarget.getBoundingClientRect();
  openMenu(id, box.left + box.width / 2, box.top + box.height / 2);
}

const isMenuKey = (event: KeyboardEvent): boolean => event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);

/** What every thing on the map answers to: click, right click, long press, keyboard. */
export function reacts(id: EntityId, label: string): ReturnType<typeof offersVerbs> & {
  readonly role: 'button'; readonly tabIndex: number; readonly 'aria-label': string; readonly 'data-entity': string;
  readonly onClick: (event: MouseEvent) => void; readonly onKeyDown: (event: KeyboardEvent<SVGElement>) => void;
  readonly onMouseEnter: (event: MouseEvent) => void; readonly onMouseLeave: () => void;
} {
  return {
    role: 'button', tabIndex: 0, 'aria-label': label, 'data-entity': id,
    ...offersVerbs(id),
    onClick: (event) => { event.stopPropagation(); select(id); },
    onKeyDown: (event) => {
      if (event.key === 'Enter') { event.stopPropagation(); select(id); }
      menuByKey(id, event, isMenuKey(event));
    },
    onMouseEnter: (event) => hoverIfBrought(id, event),
    onMouseLeave: () => hover(undefined),
  };
}

/** What a thing answers to that cannot be selected, only acted on: each way leads to its verbs. */
export function opensMenu(id: EntityId, label: string): ReturnType<typeof offersVerbs> & {
  readonly role: 'button'; readonly tabIndex: number; readonly 'aria-label': string; readonly 'aria-haspopup': 'menu';
  readonly onClick: (event: MouseEvent) => void; readonly onKeyDown: (event: KeyboardEvent<SVGElement>) => void;
} {
  return {
    role: 'button', tabIndex: 0, 'aria-label': label, 'aria-haspopup': 'menu',
    ...offersVerbs(id),
    onClick: (event) => { event.stopPropagation(); openMenu(id, event.clientX, event.clientY); },
    onKeyDown: (event) => menuByKey(id, event, isMenuKey(event) || event.key === 'Enter' || event.key === ' '),
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
