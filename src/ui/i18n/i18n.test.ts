import { describe, expect, it } from 'vitest';
import { phraseKeys } from '../../protocol/index.ts';
import { enPhrases } from './en-phrases.ts';
import { en } from './en.ts';
import { zhPhrases } from './zh-phrases.ts';
import { zh } from './zh.ts';

const places = (text: string): readonly string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();

describe('the two languages', () => {
  it('have the same words', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
  });
  it('have a sentence for each phrase the worker may choose', () => {
    expect(Object.keys(enPhrases).sort()).toEqual([...phraseKeys].sort());
    expect(Object.keys(zhPhrases).sort()).toEqual([...phraseKeys].sort());
  });
  it('put the same values into each sentence', () => {
    for (const [english, chinese] of [[en, zh], [enPhrases, zhPhrases]] as const) {
      const other: Readonly<Record<string, string>> = chinese;
      for (const [key, text] of Object.entries(english)) expect([key, places(other[key] ?? '')]).toEqual([key, places(text)]);
    }
  });
  it('call no word as a sentence is called', () => {
    const words = new Set<string>(Object.keys(en));
    expect(phraseKeys.filter((key) => words.has(key))).toEqual([]);
  });
  it('never shout', () => {
    for (const text of [...Object.values(en), ...Object.values(enPhrases)]) expect(text).not.toContain('!');
  });
});
