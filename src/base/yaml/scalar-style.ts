// In which styles a text can be written so that it reads back as itself.

import { isBlankOrEnd, isBreak } from './characters.ts';

/** The styles that are possible for a text in block context; double quotes always are. */
export interface ScalarStyles {
  readonly plain: boolean;
  readonly single: boolean;
  readonly block: boolean;
}

const firstIndicators = new Set(Array.from('#,[]{}&*!|>\'"%@`', (character) => character.charCodeAt(0)));
const hash = 0x23;
const colon = 0x3a;
const space = 0x20;

/** Whether it stays as it is outside double quotes; characters beyond 16 bits do not. */
function isPrintable(code: number): boolean {
  return code === 0x0a || (code >= 0x20 && code <= 0x7e) || code === 0x85 || (code >= 0xa0 && code <= 0xfffd && code !== 0xfeff && (code < 0xd800 || code > 0xdfff));
}

/** Looks at every character and its neighbours. */
export function analyzeScalar(text: string): ScalarStyles {
  if (text === '') return { plain: false, single: true, block: false };
  let indicator = text.startsWith('---') || text.startsWith('...');
  let special = false;
  let breakSpace = false;
  let spaceBreak = false;
  let previous = -1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const nextIsBlank = isBlankOrEnd(i + 1 < text.length ? text.charCodeAt(i + 1) : -1);
    if (i === 0) {
      indicator ||= firstIndicators.has(code) || ((code === colon || code === 0x3f || code === 0x2d) && nextIsBlank);
    } else {
      indicator ||= (code === colon && nextIsBlank) || (code === hash && isBlankOrEnd(previous));
    }
    if (!isPrintable(code)) special = true;
    if (code === space && isBreak(previous)) breakSpace = true;
    if (isBreak(code) && previous === space) spaceBreak = true;
    previous = code;
  }
  const first = text.charCodeAt(0);
  const edges = first === space || isBreak(first) || previous === space || isBreak(previous);
  const hasBreak = /[\n\r\u0085\u2028\u2029]/.test(text);
  return {
    plain: !edges && !breakSpace && !spaceBreak && !special && !hasBreak && !indicator,
    single: !breakSpace && !spaceBreak && !special,
    block: previous !== space && !spaceBreak && !special,
  };
}
