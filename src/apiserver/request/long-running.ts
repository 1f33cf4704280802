// Upstream: k8s.io/apiserver pkg/server/filters/longrunning.go

const streams: ReadonlySet<string | undefined> = new Set(['attach', 'exec', 'log', 'portforward', 'proxy']);

/** Whether what is asked of an object under that name may take long: no time is set for it, and it is of no priority. */
export function isLongRunning(subresource: string | undefined): boolean {
  return streams.has(subresource);
}
