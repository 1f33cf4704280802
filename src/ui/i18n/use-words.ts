import i18next from 'i18next';
import { useSyncExternalStore } from 'react';
import type { WordKey } from './en.ts';

/** Says a word in the page's language. */
export type Words = (key: WordKey, values?: Readonly<Record<string, string | number>>) => string;

const byLanguage = new Map<string, Words>();

/** The words of one language. Each is looked up once: components say dozens of them in every frame. */
function wordsOf(language: string): Words {
  const known = byLanguage.get(language);
  if (known) return known;
  const texts = new Map<WordKey, string>();
  const textOf = (key: WordKey): string => {
    const text = texts.get(key) ?? i18next.t(key, { lng: language, skipInterpolation: true });
    texts.set(key, text);
    return text;
  };
  const words: Words = (key, values) => (values ? textOf(key).replace(/\{\{(\w+)\}\}/g, (place, name: string) => String(values[name] ?? place)) : textOf(key));
  byLanguage.set(language, words);
  return words;
}

function subscribe(changed: () => void): () => void {
  i18next.on('languageChanged', changed);
  return () => i18next.off('languageChanged', changed);
}

/** The page's words for a component; it is drawn again when the language changes. */
export function useWords(): Words {
  return wordsOf(useSyncExternalStore(subscribe, () => i18next.language));
}
