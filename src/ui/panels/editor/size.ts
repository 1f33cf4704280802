import { word } from '../../i18n/index.ts';
import { notify } from '../../state/view.ts';

/** Texts longer than this are shown without the language's help, so that the page stays quick. In characters. */
export const mostWithHelp = 1_500_000;

/** The longest text that is taken at all: beyond it the page would stand still, and no server takes it. In characters. */
const mostTaken = 5_000_000;

/** A length in MB, as it is said. */
export const megabytes = (characters: number): number => Math.round(characters / 100_000) / 10;

/** Whether a text is too long to be taken; it is then said, and nothing is to change. */
export function refusesLength(characters: number): boolean {
  if (characters <= mostTaken) return false;
  notify(word('editor.notTaken', { mb: megabytes(characters), most: megabytes(mostTaken) }));
  return true;
}
