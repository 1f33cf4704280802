// What the worker does only when a person asks for it.

export { objectsIn, refusalsIn } from './apply-output.ts';
export { inspect } from './inspect/inspect.ts';
export { shorten } from './shortening.ts';
export { openSession } from './terminal/terminal-session.ts';
