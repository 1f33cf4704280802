// What the cluster's own signers issue, and why they refuse.
// Upstream: pkg/apis/certificates/helpers.go, pkg/controller/certificates/signer/signer.go

import type { CertificateRequest, CertificateUsage } from '../../base/index.ts';

/** Why a request is not signed; undefined when it is. */
type Check = (request: CertificateRequest, usages: readonly string[]) => string | undefined;

const nodesGroup = 'system:nodes';
const nodePrefix = 'system:node:';

/** The signers of kube-controller-manager by their names; requests for others are for others. */
export const signers: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['kubernetes.io/kube-apiserver-client', (_request, usages) => clientProblem(usages)],
  ['kubernetes.io/kube-apiserver-client-kubelet', kubeletClientProblem],
  ['kubernetes.io/kubelet-serving', kubeletServingProblem],
]);

/** Why a request is not one for the certificate by which a kubelet shows who it is. */
export function kubeletClientProblem({ subject, names }: CertificateRequest, usages: readonly string[]): string | undefined {
  const { organizations, commonName } = subject;
  return groupProblem(organizations)
    ?? notAllowed('DNS', names.dnsNames) ?? notAllowed('Email', names.emailAddresses) ?? notAllowed('IP', names.ipAddresses) ?? notAllowed('URI', names.uris)
    ?? nameProblem(commonName) ?? usageProblem(usages, 'client auth');
}

function kubeletServingProblem({ subject, names }: CertificateRequest, usages: readonly string[]): string | undefined {
  const { organizations, commonName } = subject;
  const isNamed = names.dnsNames.length > 0 || names.ipAddresses.length > 0;
  return groupProblem(organizations)
    ?? (isNamed ? undefined : 'DNS or IP subjectAltName is required')
    ?? notAllowed('Email', names.emailAddresses) ?? notAllowed('URI', names.uris)
    ?? nameProblem(commonName) ?? usageProblem(usages, 'server auth');
}

function clientProblem(usages: readonly string[]): string | undefined {
  const other = usages.find((usage) => usage !== 'client auth' && usage !== 'digital signature' && usage !== 'key encipherment');
  if (other !== undefined) return `invalid usage for client certificate: ${other}`;
  return usages.includes('client auth') ? undefined : 'missing required usage for client certificate: client auth';
}

function groupProblem(organizations: readonly string[]): string | undefined {
  return organizations.length === 1 && organizations[0] === nodesGroup ? undefined : `subject organization is not ${nodesGroup}`;
}

function nameProblem(commonName: string): string | undefined {
  return commonName.startsWith(nodePrefix) ? undefined : `subject common name does not begin with ${nodePrefix}`;
}

function notAllowed(what: string, names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : `${what} subjectAltNames are not allowed`;
}

/** Exactly these usages, of which a key's encipherment may be missing. */
function usageProblem(usages: readonly string[], purpose: 'client auth' | 'server auth'): string | undefined {
  const wanted = ['digital signature', 'key encipherment', purpose].sort();
  const given = new Set([...usages, 'key encipherment']);
  return given.size === wanted.length && wanted.every((usage) => given.has(usage)) ? undefined : `usages did not match [${wanted.join(' ')}]`;
}

/** Those usages that the signers put into certificates. */
export function issuedUsages(usages: readonly string[]): readonly CertificateUsage[] {
  return (['digital signature', 'key encipherment', 'server auth', 'client auth'] as const).filter((usage) => usages.includes(usage));
}
