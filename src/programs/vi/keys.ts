/** What a terminal sends, as keys: characters, names of other keys, `paste:` with a text that was pasted. */

const pattern = /\u001b\[200~([^]*?)\u001b\[201~|\u001b(\[[0-9;?]*[A-Za-z~])|\u001bO([PQRS])|[^]/gu;
const names: Readonly<Record<string, string>> = {
  '[A': 'Up', '[B': 'Down', '[C': 'Right', '[D': 'Left', '[H': 'Home', '[F': 'End', '[1~': 'Home', '[4~': 'End', '[3~': 'Delete', '[5~': 'PageUp', '[6~': 'PageDown',
  '[2~': 'Insert', '[1;5C': 'WordRight', '[1;5D': 'WordLeft', '[1;2C': 'WordRight', '[1;2D': 'WordLeft',
};

export const pastePrefix = 'paste:';

/** The keys of what came in one go. An escape character with nothing behind it in the same go is the key Esc. */
export function keysOf(data: string): readonly string[] {
  return [...data.matchAll(pattern)].flatMap(([key, pasted, sequence, functionKey]) => {
    if (pasted !== undefined) return [pastePrefix + pasted.replaceAll('\r\n', '\n').replaceAll('\r', '\n')];
    if (functionKey !== undefined) return ['Function'];
    return [sequence === undefined ? key : (names[sequence] ?? 'Unknown')];
  });
}

export const escapeKey = '\u001b';
export const enterKey = '\r';
export const interruptKey = '\u0003';
export const isBackspace = (key: string): boolean => key === '\u007f' || key === '\b';
/** Whether a key is a character that can stand in a text. */
export const isText = (key: string): boolean => key === '\t' || ([...key].length === 1 && key >= ' ' && key !== '\u007f');

/** Keys that mean the same as a letter in normal mode. */
const letters: Readonly<Record<string, string>> = {
  Up: 'k', Down: 'j', Left: 'h', Right: 'l', Home: '0', End: '$', Delete: 'x', PageUp: '\u0002', PageDown: '\u0006', Insert: 'i', WordRight: 'w', WordLeft: 'b',
  '\r': '+', '\n': 'j', '\u000e': 'j', '\u0010': 'k', '\u007f': 'h', '\b': 'h', ' ': 'l', '\u0003': '\u001b',
};

export function asLetter(key: string): string {
  return letters[key] ?? key;
}
