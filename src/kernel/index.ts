/** The discrete-event kernel: virtual time, processes, waits, random streams and the trace. */
export { ScheduledEvent } from './event-queue.ts';
export { Kernel, StepLimitError, stepLimitAtInstant, worldEpochMs } from './kernel.ts';
export type { KernelFailure, RunEnd, RunLimits, Timer } from './kernel.ts';
export { Mailbox } from './mailbox.ts';
export { ProcessGroup } from './process-group.ts';
export { isProcess, settled } from './process.ts';
export type { Eventually, Process, RunningProcess, Wait, Waker } from './process.ts';
export { RandomStream } from './random.ts';
export { Signal } from './signal.ts';
export { Trace, defaultTraceCapacity } from './trace.ts';
export type { TraceId, TraceKind, TraceRecord } from './trace.ts';
export { ended, join, race, sleep, timeout, yieldTurn } from './waits.ts';
export type { Waitable } from './waits.ts';
