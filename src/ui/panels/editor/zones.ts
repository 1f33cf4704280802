import type { Refusal } from '../../../protocol/index.ts';
import { word } from '../../i18n/index.ts';
import type { Fix } from './fixes.ts';
import type { Place } from './locate.ts';

/** What stands under a line that the server refused: its words, then the fix as a button. */
export interface Zone { readonly refusal: Refusal; readonly place: Place; readonly fixes: readonly Fix[] }

const cross = '<svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true"><path d="m4.4 4.4 7.2 7.2M11.6 4.4l-7.2 7.2" stroke="currentColor" stroke-width="1.9" stroke-linecap="round"/></svg>';

/** The words of a refusal without kubectl's preface, which the terminal shows in full. */
export function serverWords(message: string): string {
  return message.replace(/^Error from server \(\w+\): /, '').replace(/^error when \w+ "[^"]*": /, '').replace(/^.*?cannot be handled as an? \w+: /, '').replace(/^error parsing [^:]*: /, '').replace(/^error: /, '');
}

/** Builds the element; text only, so that no message can become markup. */
export function zoneElement(zone: Zone, onFix: (fix: Fix) => void): HTMLElement {
  const outer = document.createElement('div');
  outer.className = 'orrery-zone';
  const box = document.createElement('div');
  const words = document.createElement('div');
  words.className = 'words';
  words.setAttribute('role', 'alert');
  words.innerHTML = cross;
  const text = document.createElement('span');
  text.textContent = serverWords(zone.refusal.message);
  words.append(text);
  box.append(words);
  for (const fix of zone.fixes.slice(0, 2)) {
    const row = document.createElement('div');
    row.className = 'fixes';
    const meant = document.createElement('span');
    if (fix.word === undefined) meant.textContent = fix.says ? word(fix.says) : '';
    else {
      const [before = '', after = ''] = word('editor.didYouMean', { word: '\u0000' }).split('\u0000');
      const strong = document.createElement('b');
      strong.textContent = fix.word;
      meant.append(before, strong, after);
    }
    const button = document.createElement('button');
    button.type = 'button';
    const key = document.createElement('kbd');
    key.textContent = 'Ctrl .';
    button.append(word('editor.fix'), key);
    button.addEventListener('mousedown', (event) => { event.preventDefault(); event.stopPropagation(); onFix(fix); });
    button.addEventListener('click', (event) => { if (event.detail === 0) onFix(fix); });
    row.append(meant, button);
    box.append(row);
  }
  outer.append(box);
  return outer;
}

/** Lines that a text takes when it is broken between its words. */
function wrappedLines(text: string, perLine: number): number {
  let lines = 1;
  let used = 0;
  for (const { length } of text.split(/\s+/)) {
    if (used > 0 && used + 1 + length > perLine) { lines++; used = 0; }
    used += (used > 0 ? 1 : 0) + length;
    for (; used > perLine; used -= perLine) lines++;
  }
  return lines;
}

/** Height that a zone needs: the words wrapped at this width, and a row a fix. */
export function zoneHeight(zone: Zone, width: number): number {
  const perLine = Math.max(20, Math.floor((Math.min(720, width) - 62) / 7.2));
  return wrappedLines(serverWords(zone.refusal.message), perLine) * 18 + Math.min(2, zone.fixes.length) * 27 + 26;
}
