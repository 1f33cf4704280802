import { cx } from '../../design/index.ts';
import styles from './ownership.module.css';

/** Colours that owners have; after the last they begin again. */
const colours = 8;
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The letter that stands for an owner wherever its colour is not enough. */
export function ownerLetter(owner: number): string {
  return letters[owner % letters.length] ?? '';
}

/** The class that gives an owner's colour. */
export function ownerColour(owner: number): string {
  return styles[`owner${owner % colours}`] ?? '';
}

/** An owner as a square of its colour with its letter. */
export function OwnerMark({ owner, title }: { readonly owner: number; readonly title?: string }) {
  return <i className={cx(styles.mark, ownerColour(owner))} {...(title === undefined ? {} : { title })}>{ownerLetter(owner)}</i>;
}
