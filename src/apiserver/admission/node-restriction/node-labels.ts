import { compareText } from '../../../base/index.ts';

type Labels = Readonly<Record<string, string>> | undefined;

/** Labels of Kubernetes' own that a kubelet sets. Upstream: pkg/kubelet/apis well_known_labels.go */
const kubeletLabels: ReadonlySet<string> = new Set([
  'kubernetes.io/hostname', 'kubernetes.io/os', 'kubernetes.io/arch', 'beta.kubernetes.io/os', 'beta.kubernetes.io/arch',
  'topology.kubernetes.io/zone', 'topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/region',
  'node.kubernetes.io/instance-type', 'beta.kubernetes.io/instance-type',
]);
const kubeletDomains = ['kubelet.kubernetes.io', 'node.kubernetes.io'];
const ownDomains = ['kubernetes.io', 'k8s.io'];

/** Keys whose value is another, or that are there only once. */
export function modifiedLabels(next: Labels = {}, previous: Labels = {}): readonly string[] {
  return [...new Set([...Object.keys(next), ...Object.keys(previous)])].filter((key) => next[key] !== previous[key]);
}

/** Those of the keys that a kubelet may not set, sorted. */
export function forbiddenLabels(keys: readonly string[]): readonly string[] {
  return keys.filter(isForbidden).sort(compareText);
}

function isForbidden(key: string): boolean {
  const slash = key.indexOf('/');
  const domain = slash < 0 ? '' : key.slice(0, slash);
  const isIn = (parent: string): boolean => domain === parent || domain.endsWith(`.${parent}`);
  if (isIn('node-restriction.kubernetes.io')) return true;
  return ownDomains.some(isIn) && !kubeletLabels.has(key) && !kubeletDomains.some(isIn);
}
