// What a client asks an API server and what it is answered: the typed form of the HTTP API, which travels in the world.

import type { ApiError } from './api-error.ts';
import type { Credentials, Impersonation } from './credentials.ts';
import type { KubeInput, KubeObject } from './object.ts';

/** The verbs of the API, as RBAC and audit logs name them. */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';

/** How a patch's body is to be read. */
export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

/** In which form an answer is wanted: whole objects, the server's table of columns, or their metadata alone. */
export type Representation = 'object' | 'table' | 'metadata' | 'metadataList';

/** The query parameters and DeleteOptions of a request, all optional as in HTTP. */
export interface RequestOptions {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly limit?: number;
  readonly continue?: string;
  readonly resourceVersion?: string;
  readonly resourceVersionMatch?: 'Exact' | 'NotOlderThan';
  readonly allowWatchBookmarks?: boolean;
  readonly sendInitialEvents?: boolean;
  readonly timeoutSeconds?: number;
  readonly dryRun?: boolean;
  readonly fieldManager?: string;
  readonly fieldValidation?: 'Ignore' | 'Warn' | 'Strict';
  readonly force?: boolean;
  readonly gracePeriodSeconds?: number;
  /** The older way to say what becomes of dependents. */
  readonly orphanDependents?: boolean;
  readonly propagationPolicy?: 'Orphan' | 'Background' | 'Foreground';
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  /** Of a table: whether rows carry their objects' metadata or whole objects. */
  readonly includeObject?: 'None' | 'Metadata' | 'Object';
}

/** A body as it was typed, which the server has yet to read. */
export interface BodyText {
  readonly type: 'body.text';
  readonly text: string;
  readonly form: 'json' | 'yaml';
}

/** A request of HTTP that the server is to pass on to a Service, a Pod or a node. */
export interface ProxiedRequest {
  readonly type: 'proxied';
  readonly method: string;
  /** Where it came in, without its query. */
  readonly uri: string;
  /** What of that is meant for the one behind: '' or a path. */
  readonly path: string;
  /** '' or with its question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request for a resource. */
export interface ResourceRequest {
  readonly type: 'resource';
  readonly verb: Verb;
  readonly group: string;
  readonly version: string;
  /** The plural: `pods`. */
  readonly resource: string;
  readonly subresource?: string;
  /** Absent: cluster-scoped, or all namespaces for a list or a watch. */
  readonly namespace?: string;
  readonly name?: string;
  /** The object of a create or update, the patch of a patch (object, or the operations of a JSON patch); or a BodyText; of `proxy` a ProxiedRequest. */
  readonly body?: unknown;
  /** Why it cannot be answered as it is written: told to whoever may make such a request. */
  readonly refused?: ApiError;
  readonly patchType?: PatchType;
  readonly options: RequestOptions;
  readonly as: Representation;
  /** In which version tables and metadata are wanted; v1 unless said. */
  readonly asVersion?: 'v1beta1';
  readonly credentials: Credentials;
  readonly impersonate?: Impersonation;
  readonly userAgent: string;
}

/** A request for anything else: `/version`, `/readyz`, `/apis`, `/openapi/v3`. */
export interface PathRequest {
  readonly type: 'path';
  readonly verb: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With its query. */
  readonly path: string;
  /** A value, a BodyText, or text as it was typed. */
  readonly body?: unknown;
  /** What kind of patch a body is. */
  readonly patchType?: PatchType;
  /** 'discovery': `/api` and `/apis` are to answer with everything at once, an APIGroupDiscoveryList (apidiscovery.k8s.io/v2). */
  readonly accept?: 'discovery';
  readonly credentials: Credentials;
  readonly impersonate?: Impersonation;
  readonly userAgent: string;
}

export type ApiRequest = ResourceRequest | PathRequest;

/** What a failed request (and a delete that leaves nothing) answers. */
export interface Status {
  readonly apiVersion: 'v1';
  readonly kind: 'Status';
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code?: number;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
  readonly retryAfterSeconds?: number;
}

/** A list of objects of one kind. */
export interface ObjectList<Item = KubeObject> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string; readonly remainingItemCount?: number };
  readonly items: readonly Item[];
}

/** The server's rendering of objects as columns (meta.k8s.io/v1 Table). */
export interface Table {
  readonly apiVersion: `meta.k8s.io/${string}`;
  readonly kind: 'Table';
  readonly metadata: { readonly resourceVersion?: string; readonly continue?: string; readonly remainingItemCount?: number };
  /** Null where a watch has told them before. */
  readonly columnDefinitions: readonly {
    readonly name: string;
    readonly type: string;
    readonly format: string;
    readonly description: string;
    /** 0 for the narrow view, above it only `-o wide`. */
    readonly priority: number;
  }[] | null;
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object?: unknown }[];
}

/** One event of a watch, the body of one chunk of the stream. */
export type WatchEvent<Item = KubeObject> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: Item }
  | { readonly type: 'BOOKMARK'; readonly object: KubeInput }
  | { readonly type: 'ERROR'; readonly object: Status };

/**
 * The head of an answer. `code` is the HTTP status; a failure's body is a Status. A watch answers 200 with `isWatch`, and
 * each payload of the stream that follows is a WatchEvent (a Table inside when `as` was table). A log or exec answers with
 * `isStream` and text payloads.
 */
export interface ApiReply {
  readonly type: 'api.reply';
  readonly code: number;
  readonly body: unknown;
  readonly warnings: readonly string[];
  readonly isWatch?: boolean;
  readonly isStream?: boolean;
}

/** What travels to the API server: the request, marked so that the other traffic of a port is told apart. */
export interface ApiCall {
  readonly type: 'api.call';
  readonly request: ApiRequest;
}

/** The port that API servers serve on. */
export const apiServerPort = 6443; // kube-apiserver --secure-port
/** Where controller managers tell how they are. */
export const controllerManagerPort = 10257; // kube-controller-manager --secure-port
/** Where schedulers tell how they are. */
export const schedulerPort = 10259; // kube-scheduler --secure-port
