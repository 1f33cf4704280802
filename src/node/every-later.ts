// What a node does for Pods that somebody has made.

export { valueFromFile } from './kubelet/container/env-file.ts';
export { runHook } from './kubelet/container/hooks.ts';
export { evictOne } from './kubelet/evict.ts';
export { makeRoom } from './kubelet/make-room.ts';
export { prepareClaims } from './kubelet/prepare-claims.ts';
export { noteResized, resizeInPlace, settleResize } from './kubelet/resize.ts';
export { runtimeHandler } from './kubelet/runtime-class.ts';
export { forbiddenSysctl } from './kubelet/sysctls.ts';
export { findLog } from './kubelet/server/find-log.ts';
export { readLog } from './kubelet/server/read-log.ts';
export { mountImages } from './kubelet/volumes/image-volumes.ts';
export { mountOther, tellUnknownVolumes } from './kubelet/volumes/other-volumes.ts';
export { kernelParameters } from './runtime/kernel-parameters.ts';
export { attachSession, execSession } from './kubelet/server/session.ts';
