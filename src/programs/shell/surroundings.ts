/** The types of lower layers that all of the shell uses, in one place. */
export type { Process } from '../../kernel/index.ts';
export type { Child, FileSystem, Program, ProgramContext, Readable, Sandbox, UnixSignal, Writable } from '../../machine/index.ts';
