/** kubectl as a program. It can be installed before it has been loaded (`provide.ts`). */
export { kubectl } from './later.ts';
