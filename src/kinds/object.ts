// What every object of the API has in common: type, metadata, identity and ownership.

import type { NamespacedMeta, ObjectMeta, ObjectMetaInput, OwnerReference } from './generated/types.ts';

export type { NamespacedMeta, ObjectMeta, ObjectMetaInput, OwnerReference } from './generated/types.ts';

/** Where client-side apply keeps what it applied. */
export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** Any object as stored: plain, deeply readonly JSON, frozen and shared. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly spec?: unknown;
  readonly status?: unknown;
}

/** Any object that lives in a namespace, as stored. */
export interface NamespacedObject extends KubeObject {
  readonly metadata: NamespacedMeta;
}

/** Any object as written by a client. */
export interface KubeInput {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: ObjectMetaInput;
  readonly spec?: unknown;
  readonly status?: unknown;
}

/** A kind's stored form after defaulting and before the server has filled in the metadata. */
export type Defaulted<Stored> = Omit<Stored, 'metadata'> & { readonly metadata: ObjectMetaInput };

/** Group, version and kind: what a manifest names. */
export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Group, version and resource (the plural): what a request's path names. */
export interface GroupVersionResource {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
}

/** Identifies an object of one kind: `namespace/name`, or `name` where there is no namespace. */
export type ObjectKey = string;

/** The key of an object, from its metadata. */
export function objectKey(metadata: Pick<ObjectMetaInput, 'name' | 'namespace'>): ObjectKey {
  return keyOf(metadata.namespace, metadata.name ?? '');
}

/** The key made of a namespace (empty or absent for cluster-scoped kinds) and a name. */
export function keyOf(namespace: string | undefined, name: string): ObjectKey {
  return namespace ? `${namespace}/${name}` : name;
}

/** The namespace (`''` when there is none) and the name that a key is made of. */
export function splitKey(key: ObjectKey): { readonly namespace: string; readonly name: string } {
  const slash = key.indexOf('/');
  return slash < 0 ? { namespace: '', name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** `apps/v1`, or `v1` for the core group. */
export function apiVersionOf(gv: { readonly group: string; readonly version: string }): string {
  return gv.group === '' ? gv.version : `${gv.group}/${gv.version}`;
}

/** The group and version of an apiVersion; the core group is `''`. */
export function parseApiVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** The group, version and kind that an object says it is. */
export function gvkOf(object: Pick<KubeInput, 'apiVersion' | 'kind'>): GroupVersionKind {
  return { ...parseApiVersion(object.apiVersion), kind: object.kind };
}

/** `deployments.apps`, or `pods` for the core group: how messages name a resource. */
export function groupResource(gr: { readonly group: string; readonly resource: string }): string {
  return gr.group === '' ? gr.resource : `${gr.resource}.${gr.group}`;
}

/** `Deployment.apps`, or `Pod` for the core group: how messages name a kind. */
export function groupKind(gk: { readonly group: string; readonly kind: string }): string {
  return gk.group === '' ? gk.kind : `${gk.kind}.${gk.group}`;
}

/** `apps/v1, Kind=Deployment`: how Go prints a group, version and kind. */
export function formatGvk(gvk: GroupVersionKind): string {
  return `${gvk.group}/${gvk.version}, Kind=${gvk.kind}`;
}

/** The owner reference that makes `owner` the managing controller of something. */
export function controllerReference(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** The owner reference that says which controller manages an object, if one does. */
export function controllerOf(object: { readonly metadata: ObjectMetaInput }): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((reference) => reference.controller === true);
}

/** Whether `owner` is the managing controller of `object`. */
export function isControlledBy(object: { readonly metadata: ObjectMetaInput }, owner: KubeObject): boolean {
  return controllerOf(object)?.uid === owner.metadata.uid;
}

/** Whether deletion has begun and only finalizers or a grace period hold the object. */
export function isTerminating(object: { readonly metadata: ObjectMetaInput }): boolean {
  return object.metadata.deletionTimestamp !== undefined;
}
