import { useTranslation } from 'react-i18next';
import type { WordKey } from './en.ts';

/** Says a word in the page's language. */
export type Words = (key: WordKey, values?: Readonly<Record<string, string | number>>) => string;

/** The page's words for a component; it is drawn again when the language changes. */
export function useWords(): Words {
  const { t } = useTranslation();
  return (key, values) => t(key, { ...values });
}
