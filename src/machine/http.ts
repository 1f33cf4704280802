/** An HTTP request as it travels in the world: to web servers in Pods, kubelet probes, curl. Header names in lower case. */
export interface HttpRequest {
  readonly type: 'http.request';
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether it came by TLS. */
  readonly isSecure: boolean;
  /** The client certificate that was shown for TLS, in PEM. */
  readonly certificate?: string;
}

/** Its answer. A streamed body follows as text payloads of the exchange's stream. */
export interface HttpResponse {
  readonly type: 'http.response';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Whether a payload of the network is an HTTP request. */
export function isHttpRequest(payload: unknown): payload is HttpRequest {
  return typeof payload === 'object' && payload !== null && 'type' in payload && payload.type === 'http.request';
}

/** Whether a payload of the network is an HTTP answer. */
export function isHttpResponse(payload: unknown): payload is HttpResponse {
  return typeof payload === 'object' && payload !== null && 'type' in payload && payload.type === 'http.response';
}

/** What a server that speaks no TLS says when a client begins with it. */
export const notTls = Object.freeze({ type: 'http.not-tls' });

/** What Go's clients say of such an answer. */
export const plainAnswer = 'http: server gave HTTP response to HTTPS client';

/** Whether a payload of the network is the answer of a server that was expected to speak TLS. */
export function isNotTls(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && 'type' in payload && payload.type === notTls.type;
}
