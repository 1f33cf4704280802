// The kinds of the API and the machinery that they share.

export type * from './generated/types.ts';
export type { IntOrString, JsonObject, MicroTime, Quantity, Time } from './values.ts';
export * from './define-kind.ts';
export * from './facts.ts';
export * from './field-error.ts';
export * from './kind-registry.ts';
export * from './kinds.ts';
export * from './names.ts';
export * from './object.ts';
export { apiServerPort } from './request.ts';
export type { ApiCall, ApiReply, ApiRequest, ObjectList, PatchType, PathRequest, Representation, RequestOptions, ResourceRequest, Status, StatusDetails, Table, Verb, WatchEvent } from './request.ts';
export * from './kubelet-request.ts';
export * from './conditions.ts';
export * from './label-selector.ts';
export * from './core/toleration.ts';
export * from './core/pod/pod-resources.ts';
export * from './core/pod/pod-state.ts';
export * from './core/pod/pod-template-hash.ts';
