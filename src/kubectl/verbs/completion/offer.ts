// What a shell is offered for a word, and what it may do with it.

/** What may stand there, each with a tab and what it is for where that is told, and the sum of what the shell may do with it. */
export interface Offer {
  readonly words: readonly string[];
  readonly directive: number;
}

/** No space behind a word that was taken. */
export const noSpace = 2;
/** No names of files where nothing is offered. */
export const noFile = 4;
/** The words are endings of files. */
const endings = 8;

export const offerOf = (words: readonly string[], directive: number): Offer => ({ words, directive });

/** One of these words and nothing else. */
export const oneOf = (words: readonly string[]): Offer => offerOf(words, noFile);

/** Nothing is known of what may stand there. */
export const anything: Offer = offerOf([], 0);

/** The name of a file that may hold an object. */
export const mayBeFile: Offer = offerOf(['json', 'yaml', 'yml'], endings);
