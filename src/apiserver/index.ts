/** The API server: REST semantics over etcd, admission, the watch cache, discovery. */
export { createApiServer } from './server.ts';
export type { ApiServer, ApiServerOptions } from './server.ts';
export type { ServerContext } from './server-context.ts';
export { RequestRecord } from './request/request-record.ts';
export type { PassageStep } from './request/request-record.ts';
export type { RefusalRecord } from './request/refusal.ts';
export type { WriteRecord } from './storage/record-write.ts';
export type { Authorizer, Verdict } from './authorization/authorizer.ts';
export { EtcdStorage } from './storage/etcd-storage.ts';
export { StorageError } from './storage/storage.ts';
export type { Storage, StorageErrorCode, StorageEvent, StorageWatch, StoredObject, StoredRange, WriteResult } from './storage/storage.ts';
export { limits as apiServerLimits } from './limits.ts';
