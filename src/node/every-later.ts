// What a node does for Pods that somebody has made.

export { runHook } from './kubelet/container/hooks.ts';
export { prepareClaims } from './kubelet/prepare-claims.ts';
export { noteResized, resizeInPlace, settleResize } from './kubelet/resize.ts';
export { findLog } from './kubelet/server/find-log.ts';
export { readLog } from './kubelet/server/read-log.ts';
export { attachSession, execSession } from './kubelet/server/session.ts';
