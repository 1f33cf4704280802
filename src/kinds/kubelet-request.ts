// What an API server asks of a node's kubelet, and how it is answered.
//
// Two ways lead to the port. A *call* gets one answer: a KubeletReply, followed (when `isStream`) by payloads of the
// exchange's stream: text for logs, SessionFrames for an exec or attach without input. A *connection* is for sessions with
// input: the first payload is the request, the first one back a KubeletReply (101 when it goes on), then SessionFrames go
// both ways. After a port-forward's reply each HttpRequest is answered by its HttpResponse; payloads of any other kind are
// passed on as they are, in both directions.

/** The port on which kubelets serve. */
export const kubeletPort = 10250; // kubelet --port

/** The query of a log request (PodLogOptions). */
export interface LogOptions {
  readonly follow?: boolean;
  readonly previous?: boolean;
  readonly sinceSeconds?: number;
  /** RFC 3339. */
  readonly sinceTime?: string;
  readonly timestamps?: boolean;
  readonly tailLines?: number;
  readonly limitBytes?: number;
}

/** One container of one Pod. */
export interface ContainerTarget {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

export interface KubeletLogs extends ContainerTarget {
  readonly type: 'kubelet.logs';
  readonly options: LogOptions;
}

/** A container that is entered, with input or a terminal, whose size is told when it is known. */
export interface SessionTarget extends ContainerTarget {
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** Runs a command in a running container. */
export interface KubeletExec extends SessionTarget {
  readonly type: 'kubelet.exec';
  readonly command: readonly string[];
}

/** Joins the input and output of a container's main program. */
export interface KubeletAttach extends SessionTarget {
  readonly type: 'kubelet.attach';
}

/**
 * Reaches a port inside a Pod. As a call, `payload` is sent there as one call and its answer is passed back unchanged; as a
 * connection (without `payload`), a connection is opened. Without a port it is only asked whether one could be reached: the
 * connection stays open as long as that holds.
 */
export interface KubeletPortForward {
  readonly type: 'kubelet.portForward';
  readonly namespace: string;
  readonly pod: string;
  readonly port?: number;
  readonly payload?: unknown;
}

/** What the node and its Pods use, for metrics: answered by a KubeletReply with `stats`. */
export interface KubeletStats {
  readonly type: 'kubelet.stats';
}

export type KubeletRequest = KubeletLogs | KubeletExec | KubeletAttach | KubeletPortForward | KubeletStats;

/** The head of an answer; `code` is the HTTP status: 200, 101 for a session, or a failure with its message. */
export interface KubeletReply {
  readonly type: 'kubelet.reply';
  readonly code: number;
  readonly message?: string;
  readonly isStream?: boolean;
  readonly stats?: NodeStats;
}

/** What passes in a session of exec or attach. `exit` is the last one; `error` says why nothing could be run. */
export type SessionFrame =
  | { readonly on: 'stdin'; readonly text: string }
  | { readonly on: 'stdin.end' }
  | { readonly on: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly on: 'stdout'; readonly text: string }
  | { readonly on: 'stderr'; readonly text: string }
  | { readonly on: 'exit'; readonly status: number }
  | { readonly on: 'error'; readonly message: string };

/** Use of processors in thousandths, of memory in bytes. */
export interface UseStats {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

/** What a node and its Pods use now. */
export interface NodeStats extends UseStats {
  readonly node: string;
  readonly pods: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly containers: readonly ({ readonly name: string } & UseStats)[];
  }[];
}

/** Whether a payload of the network is a request to a kubelet. */
export function isKubeletRequest(payload: unknown): payload is KubeletRequest {
  return typeof payload === 'object' && payload !== null && 'type' in payload
    && typeof payload.type === 'string' && payload.type.startsWith('kubelet.') && payload.type !== 'kubelet.reply';
}
