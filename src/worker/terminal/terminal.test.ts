import { describe, expect, it } from 'vitest';
import { choose } from './completion.ts';
import { LineEditor } from './line-editor.ts';

/** Feeds keys; gives the lines that were entered and what the screen got. */
function typed(...keys: readonly string[]): { readonly lines: readonly string[]; readonly screen: string; readonly strokes: readonly string[] } {
  let screen = '';
  const editor = new LineEditor((data) => (screen += data));
  const strokes = keys.flatMap((key) => [...editor.feed(key)]);
  return { lines: strokes.flatMap((stroke) => (stroke.type === 'line' ? [stroke.line] : [])), screen, strokes: strokes.map(({ type }) => type) };
}

describe('a line at a prompt', () => {
  it('is echoed and handed over at Enter', () => {
    expect(typed('kubectl get pods\r')).toMatchObject({ lines: ['kubectl get pods'], screen: 'kubectl get pods\r\n' });
  });
  it('can be changed in its middle', () => {
    expect(typed('ehco', '\x1b[D', '\x1b[D', '\x7f', '\x1b[C', 'h', '\r').lines).toEqual(['echo']);
    expect(typed('one two three', '\x17', '\x01', '0 ', '\x05', '!', '\r').lines).toEqual(['0 one two !']);
  });
  it('comes back from the history, and by a search in it', () => {
    expect(typed('first\r', 'second\r', '\x1b[A', '\x1b[A', '\r').lines).toEqual(['first', 'second', 'first']);
    expect(typed('kubectl get pods\r', 'ls\r', '\x12', 'pod', '\r').lines).toEqual(['kubectl get pods', 'ls', 'kubectl get pods']);
  });
  it('is thrown away by Ctrl-C, and its shell ended by Ctrl-D on an empty one', () => {
    expect(typed('half', '\x03', '\x04').strokes).toEqual(['interrupt', 'end']);
  });
  it('takes an escape sequence that comes in two parts', () => {
    expect(typed('ab', '\x1b', '[D', 'c', '\r').lines).toEqual(['acb']);
  });
});

describe('completion', () => {
  it('inserts what is certain, and offers the rest', () => {
    expect(choose(['nodes'], 'nod')).toEqual({ insert: 'es ', choices: ['nodes'] });
    expect(choose(['web-1', 'web-2'], 'w')).toEqual({ insert: 'eb-', choices: ['web-1', 'web-2'] });
    expect(choose([], 'x').insert).toBe('');
  });
});
