// How keys make a command: ["REGISTER] [COUNT] OPERATOR [COUNT] MOTION, or ["REGISTER] [COUNT] ACTION, perhaps with one
// more character or, after `:`, `/` and `?`, a line that ends with Enter.
// Upstream: vim, :help notation, :help operator
import { actionNames, visualActionNames } from './action-names.ts';
import type { Command } from './editor.ts';
import { asLetter, enterKey, isText, pastePrefix } from './keys.ts';
import { motions } from './motions.ts';
import { textObject } from './text-objects.ts';

/** What keys mean so far. */
export type Parsed =
  | { readonly type: 'command'; readonly command: Command }
  | { readonly type: 'more' }
  | { readonly type: 'bad' }
  /** A line is being typed behind `mark`; it begins at that key. */
  | { readonly type: 'line'; readonly mark: string; readonly text: string; readonly from: number };

const operatorNames: ReadonlySet<string> = new Set(['d', 'c', 'y', '>', '<', 'gu', 'gU', 'g~']);
const prefixes: ReadonlySet<string> = new Set(['g', 'z', 'Z']);
const takesCharacter: ReadonlySet<string> = new Set(['f', 'F', 't', 'T', 'r', 'm', "'", '`', 'q', '@']);
const takesLine: ReadonlySet<string> = new Set([':', '/', '?']);

const more: Parsed = { type: 'more' };
const bad: Parsed = { type: 'bad' };

/** Reads the keys of one command. */
export function parseKeys(keys: readonly string[], state: { readonly isVisual: boolean; readonly isRecording: boolean }): Parsed {
  let at = 0;
  let register: string | undefined;
  let count: number | undefined;
  const prefixed = (): string | undefined => {
    const name = asLetter(keys[at++] ?? '');
    if (!prefixes.has(name)) return name;
    const second = keys[at++];
    return second === undefined ? undefined : name + second;
  };
  const readCount = (): void => {
    let digits = '';
    while (/^\d$/.test(keys[at] ?? '') && !(digits === '' && keys[at] === '0')) digits += keys[at++];
    if (digits !== '') count = (count ?? 1) * Number(digits);
  };
  const finish = (name: string, operator?: string): Parsed => {
    const command = { name, ...(count === undefined ? {} : { count }), ...(register === undefined ? {} : { register }), ...(operator === undefined ? {} : { operator }) };
    if (takesLine.has(name)) return lineFrom(keys, at, command);
    if (!takesCharacter.has(name) || (name === 'q' && state.isRecording)) return at < keys.length ? bad : { type: 'command', command };
    const argument = keys[at++];
    if (argument === undefined) return more;
    return isText(argument) || argument === enterKey ? { type: 'command', command: { ...command, argument } } : bad;
  };

  for (;;) {
    readCount();
    if (keys[at] !== '"') break;
    if (keys.length < at + 2) return more;
    register = keys[at + 1];
    at += 2;
  }
  if (keys[at] === undefined) return more;
  const name = prefixed();
  if (name === undefined) return more;
  const takesObject = (name === 'i' || name === 'a') && state.isVisual;
  if (takesObject) {
    const kind = keys[at++];
    return kind === undefined ? more : textObject(name + kind) ? finish(name + kind) : bad;
  }
  if (state.isVisual || !operatorNames.has(name)) {
    const isKnown = motions.has(name) || (state.isVisual ? visualActionNames : actionNames).has(name);
    return isKnown ? finish(name) : bad;
  }

  readCount();
  if (keys[at] === undefined) return more;
  const target = prefixed();
  if (target === undefined) return more;
  if (target === name || (name.length === 2 && target === name.charAt(1))) return finish(name, name);
  if (target === 'i' || target === 'a') {
    const kind = keys[at++];
    return kind === undefined ? more : textObject(target + kind) ? finish(target + kind, name) : bad;
  }
  return motions.has(target) ? finish(target, name) : bad;
}

function lineFrom(keys: readonly string[], from: number, command: Command): Parsed {
  const end = keys.indexOf(enterKey, from);
  const text = keys.slice(from, end < 0 ? undefined : end).map((key) => (key.startsWith(pastePrefix) ? key.slice(pastePrefix.length).replace(/\n.*/s, '') : key)).join('');
  return end < 0 ? { type: 'line', mark: command.name, text, from } : { type: 'command', command: { ...command, argument: text } };
}
