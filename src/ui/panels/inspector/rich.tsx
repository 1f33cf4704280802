import { Fragment, type ReactNode } from 'react';
import type { Phrase } from '../../../protocol/index.ts';
import { say } from '../../i18n/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { shortPath } from '../../state/format.ts';
import styles from './rich.module.css';

/** Text with `**strong**` and `` `mono` `` in it. Only the page's own sentences have such marks; names come as they are. */
export function rich(text: string): ReactNode {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((part, i) => {
    // oxlint-disable-next-line react/no-array-index-key
    if (part.startsWith('**') && part.endsWith('**')) return <b key={i}>{part.slice(2, -2).trim()}</b>;
    // oxlint-disable-next-line react/no-array-index-key
    if (part.startsWith('`') && part.endsWith('`') && part.length > 1) return <code key={i}>{commandWords(part.slice(1, -1))}</code>;
    // oxlint-disable-next-line react/no-array-index-key
    return <Fragment key={i}>{breakable(part)}</Fragment>;
  });
}

/** A command is broken between its words, not behind the hyphens of its flags; a word that is wider than the line, anywhere. */
export function commandWords(text: string): ReactNode {
  if (!text.includes(' ')) return text;
  // oxlint-disable-next-line react/no-array-index-key
  return text.split(' ').map((word, i) => <Fragment key={i}>{i > 0 && ' '}<span className={styles.word}>{word}</span></Fragment>);
}

/** A path may be broken after its slashes, a long time before its fraction, rather than anywhere. */
export function breakable(text: string, at: '/' | '.' = '/'): ReactNode {
  if (!text.includes(at)) return text;
  return text.split(at === '/' ? /(?<=\/)/ : /(?=\.\d+$)/).map((part, i) => (
    // oxlint-disable-next-line react/no-array-index-key
    <Fragment key={i}>{i > 0 && <wbr />}{part}</Fragment>
  ));
}

/** A name of words written together may be broken where one of them begins. */
export function byWords(name: string): ReactNode {
  // oxlint-disable-next-line react/no-array-index-key
  return name.split(/(?=[A-Z][a-z])/).map((part, i) => <Fragment key={i}>{i > 0 && <wbr />}{part}</Fragment>);
}

/** A phrase, drawn: our sentences with their marks, the world's words untouched. */
export function phrase(of: Phrase): ReactNode {
  return 'text' in of ? of.text : rich(say(spoken(of)));
}

/** Sentences one after the other, parted as the language parts them; the world's own words always by a space. */
export function Sentences({ of }: { readonly of: readonly Phrase[] }): ReactNode {
  const words = useWords();
  return of.map((part, i) => {
    const before = of[i - 1];
    return <span key={JSON.stringify(part)}>{before && ('text' in before || 'text' in part ? ' ' : words('sentence.gap'))}{phrase(part)}</span>;
  });
}

/** Paths are said short; the table of requests has them as they were on the wire. */
export function spoken(of: Extract<Phrase, { readonly say: unknown }>): Phrase {
  const path = of.with?.['path'];
  return typeof path === 'string' && path.startsWith('/') ? { ...of, with: { ...of.with, path: shortPath(path) } } : of;
}
