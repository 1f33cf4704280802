// `:set`.
import { complaining, saying } from './editor.ts';
import type { Editor, Settings } from './editor.ts';

const shortNames: Readonly<Record<string, keyof Settings>> = {
  ai: 'autoindent', et: 'expandtab', hls: 'hlsearch', ic: 'ignorecase', nu: 'number', rnu: 'relativenumber', ro: 'readonly', ru: 'ruler', scs: 'smartcase',
  so: 'scrolloff', sts: 'softtabstop', sw: 'shiftwidth', ts: 'tabstop', ws: 'wrapscan',
};
/** Options of vim that change nothing here: what they are about is not modelled. */
const withoutEffect: ReadonlySet<string> = new Set([
  'autowrite', 'aw', 'backup', 'bk', 'clipboard', 'cb', 'compatible', 'cp', 'cursorline', 'cul', 'cursorcolumn', 'cuc', 'encoding', 'enc', 'fileencoding', 'fenc', 'fileformat', 'ff', 'incsearch', 'is',
  'mouse', 'showcmd', 'sc', 'showmatch', 'sm', 'showmode', 'smartindent', 'si', 'cindent', 'cin', 'swapfile', 'swf', 'textwidth', 'tw', 'wrap', 'wildmenu', 'laststatus', 'background', 'bg', 'filetype', 'ft', 'undofile', 'hidden', 'hid', 'spell', 'errorbells', 'visualbell', 'vb', 'modeline',
]);

/** Sets options: `nu`, `nonu`, `nu!`, `sw=2`, `sw?`. */
export function setOptions(editor: Editor, text: string): Editor {
  let next = editor;
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    next = setOption(next, word);
    if (next.isError) return next;
  }
  return next;
}

const busyboxOptions: ReadonlySet<string> = new Set<keyof Settings>(['autoindent', 'expandtab', 'ignorecase', 'tabstop']);

function setOption(editor: Editor, word: string): Editor {
  const [, name = '', mark = '', value = ''] = /^(\w+?)(?:([?!]|[+-]?[=:])(.*))?$/.exec(word) ?? [];
  const isVim = editor.flavour === 'vim';
  const key = keyOf(name) ?? keyOf(name.replace(/^no|^inv/, ''));
  if (key === undefined || !(isVim || busyboxOptions.has(key))) return isVim && withoutEffect.has(name.replace(/^no/, '')) ? editor : complaining(editor, isVim ? `E518: Unknown option: ${word}` : `bad option: ${word}`);
  const isNegated = keyOf(name) === undefined;
  const now = editor.settings[key];
  const put = (setting: boolean | number): Editor => ({ ...editor, settings: { ...editor.settings, [key]: setting } });
  if (typeof now === 'number') {
    if (mark === '?' || mark === '') return saying(editor, `  ${key}=${now}`);
    if (!/^\d+$/.test(value)) return complaining(editor, `E521: Number required after =: ${word}`);
    const number = Number(value);
    return put(mark.startsWith('+') ? now + number : mark.startsWith('-') ? now - number : key === 'shiftwidth' && number === 0 ? editor.settings.tabstop : number);
  }
  if (mark === '?') return saying(editor, `${now ? '  ' : 'no'}${key}`);
  if (mark !== '' && mark !== '!') return complaining(editor, `E474: Invalid argument: ${word}`);
  return put(mark === '!' || name.startsWith('inv') ? !now : !isNegated);
}

function keyOf(name: string): keyof Settings | undefined {
  const known = shortNames[name] ?? name;
  return isSetting(known) ? known : undefined;
}

const all: ReadonlySet<string> = new Set<keyof Settings>(['autoindent', 'expandtab', 'hlsearch', 'ignorecase', 'list', 'number', 'paste', 'readonly', 'relativenumber', 'ruler', 'scrolloff', 'shiftwidth', 'smartcase', 'softtabstop', 'syntax', 'tabstop', 'wrapscan']);

function isSetting(name: string): name is keyof Settings {
  return all.has(name);
}
