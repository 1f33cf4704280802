// Which commands make their client before they look for their namespace. What is wrong with the chosen context is told by
// whichever of the two is asked first, in its own words.
// Upstream: k8s.io/client-go tools/clientcmd DirectClientConfig

const makeTheirClientFirst: ReadonlySet<string> = new Set([
  'api-resources', 'api-versions', 'apply', 'auth can-i', 'auth whoami', 'autoscale', 'certificate', 'cluster-info', 'cordon', 'create', 'diff', 'drain', 'explain', 'expose',
  'replace', 'run', 'set env', 'top node', 'uncordon', 'version', 'wait',
]);

/** Those below them that look for their namespace all the same. */
const exceptions: ReadonlySet<string> = new Set(['create token', 'apply edit-last-applied', 'apply set-last-applied', 'apply view-last-applied']);

/** Whether the command of this path (`kubectl create configmap`) makes its client first. @param isRaw whether it only passes on a path */
export function makesClientFirst(path: string, isRaw = false): boolean {
  if (isRaw && path === 'kubectl get') return true;
  const words = path.split(' ').slice(1, 3);
  return !exceptions.has(words.join(' ')) && words.some((_, i) => makeTheirClientFirst.has(words.slice(0, i + 1).join(' ')));
}
