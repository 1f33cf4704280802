/** kubectl as a program. */
export { kubectl } from './program.ts';
