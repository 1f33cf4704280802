import i18next from 'i18next';
import type { Phrase } from '../../protocol/index.ts';
import { enPhrases } from './en-phrases.ts';
import { en, type WordKey } from './en.ts';
import { zhPhrases } from './zh-phrases.ts';
import { zh } from './zh.ts';

/** The languages of the page. */
export type Language = 'en' | 'zh';
export type { WordKey } from './en.ts';

/** Starts i18next with both languages; nothing is fetched. */
export function startLanguages(language: Language): void {
  void i18next.init({
    lng: language, fallbackLng: 'en', keySeparator: false, nsSeparator: false, interpolation: { escapeValue: false },
    resources: { en: { translation: { ...en, ...enPhrases } }, zh: { translation: { ...zh, ...zhPhrases } } },
    initAsync: false,
  });
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}

/** Changes the language of the page. */
export function changeLanguage(language: Language): void {
  void i18next.changeLanguage(language);
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}

/** The language that the page speaks now. */
export const currentLanguage = (): Language => (i18next.language === 'zh' ? 'zh' : 'en');

/** A word in the page's language, outside of components. */
export function word(key: WordKey, values?: Readonly<Record<string, string | number>>): string {
  return i18next.t(key, { ...values });
}

/** Whether the page has a word for that key: the world may name what the page does not know yet. */
export const hasWord = (key: string): key is WordKey => key in en;

/** A phrase of the world in the page's language; Kubernetes' own text as it is. */
export function say(phrase: Phrase): string {
  return 'text' in phrase ? phrase.text : i18next.t(phrase.say, { ...phrase.with });
}
