/** How components use the API: typed requests, informers, work queues, events, leader election. */
export { ApiClient } from './api-client.ts';
export type { ClientConfig } from './api-client.ts';
export { EventRecorder } from './event-recorder.ts';
export type { EventSource, RecordedEvent } from './event-recorder.ts';
export { Informer, InformerSet } from './informer.ts';
export type { Handlers, InformerScope } from './informer.ts';
export { electionTimings, runForLeader } from './leader-election.ts';
export type { Candidate } from './leader-election.ts';
export { RateLimiter } from './rate-limiter.ts';
export { ResourceClient } from './resource-client.ts';
export type { ObjectName, WatchStream } from './resource-client.ts';
export { ObjectStore } from './store.ts';
export type { Indexer } from './store.ts';
export { WorkQueue, usualPace } from './work-queue.ts';
export type { RetryPace } from './work-queue.ts';
