/** The parts of the page in the order in which F6 visits them, each by what takes the focus in it. */
const regions: readonly string[] = [
  'header button', '[data-testid="play"]', '[data-testid="map"] [data-entity]', 'aside button',
  '.monaco-editor .native-edit-context, .monaco-editor textarea', '[data-testid^="terminal-"] textarea',
];

const isVisible = (element: Element): boolean => element.getClientRects().length > 0;

/** Takes the focus to the next part of the page, or the one before: out of editor and terminal too, where Tab has a meaning of its own. */
export function visitRegion(by: 1 | -1): void {
  const stops = regions.flatMap((selector) => [...document.querySelectorAll<HTMLElement>(selector)].find(isVisible) ?? []);
  if (stops.length === 0) return;
  const focused = document.activeElement;
  // Where the focus is inside a part, that part is left; else what comes after it in the document is next.
  const own = stops.findIndex((stop) => stop === focused || (focused !== null && sharesPart(stop, focused)));
  stops[(own < 0 ? 0 : own + by + stops.length) % stops.length]?.focus();
}

function sharesPart(stop: Element, focused: Element): boolean {
  const part = stop.closest('header, aside, [data-testid="map"], .monaco-editor, .xterm, section');
  return part !== null && part.contains(focused);
}
