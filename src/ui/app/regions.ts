/** The parts of the page in the order in which F6 visits them, each by what takes the focus in it. */
const regions: readonly string[] = [
  'header button', '[data-testid="play"]', '[data-testid="map"] [data-entity]', 'aside button',
  '.monaco-editor .native-edit-context, .monaco-editor textarea', '[data-testid^="terminal-"] textarea',
];

const isVisible = (element: Element): boolean => element.getClientRects().length > 0;

const stopsOf = (region: string): readonly HTMLElement[] => [...document.querySelectorAll<HTMLElement>(region)].filter(isVisible);

/** Takes the focus to the next part of the page, or the one before: out of editor and terminal too, where Tab has a meaning of its own. */
export function visitRegion(by: 1 | -1): void {
  const focused = document.activeElement;
  // Where the focus is inside a part, that part is left; else the first is next.
  const own = focused ? regions.findIndex((region) => stopsOf(region).some((stop) => stop === focused || sharesPart(stop, focused))) : -1;
  const first = own < 0 ? 0 : own + by + regions.length;
  for (let tried = 0; tried < regions.length; tried++) {
    const region = regions[(first + by * tried + regions.length) % regions.length] ?? '';
    if (stopsOf(region).some(takesFocus)) return;
  }
}

/** What is disabled, or about to go, does not take it. */
function takesFocus(stop: HTMLElement): boolean {
  stop.focus();
  return document.activeElement === stop;
}

function sharesPart(stop: Element, focused: Element): boolean {
  const part = stop.closest('header, aside, [data-testid="map"], .monaco-editor, .xterm, section');
  return part !== null && part.contains(focused);
}
