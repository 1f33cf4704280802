/** Command lines as programs written in Go read them. */
export { array, bool, duration, int, pairs, strings, text } from './flag.ts';
export type { FlagSpec, FlagType } from './flag.ts';
export { FlagError, Flags } from './flags.ts';
export { suggestions } from './suggest.ts';
