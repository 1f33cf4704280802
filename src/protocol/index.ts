/** The contract between page and worker: data and guards, no behaviour. Everything crosses by structured clone. */
export * from './ids.ts';
export * from './phrases.ts';
export * from './time.ts';
export * from './messages.ts';
export * from './world.ts';
export * from './raft.ts';
export * from './raft-lab.ts';
export * from './tables.ts';
export * from './inspection.ts';
export * from './editing.ts';
export * from './terminal.ts';
export * from './commands.ts';
export * from './frames.ts';
export * from './guards.ts';
export * from './twins.ts';
