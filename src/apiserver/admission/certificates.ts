// Who approves a certificate, and who signs it, needs a permission for that signer; and nobody gets a certificate that makes an
// administrator of them.
// Upstream: plugin/pkg/admission/certificates (approval, signing, subjectrestriction)

import { deepEqual } from '../../base/index.ts';
import type { CertificateSigningRequest, User } from '../../kinds/index.ts';
import { readRequest } from '../../kinds/index.ts';
import { mastersGroup } from '../authentication/identity.ts';
import type { ServerContext } from '../server-context.ts';
import { refusal } from './plugin.ts';
import type { AdmissionPlugin, Target, Write } from './plugin.ts';

const group = 'certificates.k8s.io';
const clientSigner = 'kubernetes.io/kube-apiserver-client';

/** Refuses a decision of somebody who may not `approve` for that signer. */
export const certificateApproval: AdmissionPlugin = {
  name: 'CertificateApproval',
  handles: (target) => isUpdateOf(target, 'approval'),
  *validate(write) {
    const { spec } = asRequest(write.previous);
    if (!mayFor(write, 'approve', spec.signerName)) throw refusal(write, `user not permitted to approve requests with signerName ${JSON.stringify(spec.signerName)}`);
  },
};

/** Refuses a certificate, and a condition, of somebody who may not `sign` for that signer. */
export const certificateSigning: AdmissionPlugin = {
  name: 'CertificateSigning',
  handles: (target) => isUpdateOf(target, 'status'),
  *validate(write) {
    const { spec, status: before } = asRequest(write.previous);
    const { status: after } = asRequest(write.object);
    if (before.certificate === after.certificate && deepEqual(before.conditions, after.conditions)) return;
    if (!mayFor(write, 'sign', spec.signerName)) throw refusal(write, `user not permitted to sign requests with signerName ${JSON.stringify(spec.signerName)}`);
  },
};

/** Refuses a request for a certificate of an administrator. */
export const certificateSubjectRestriction: AdmissionPlugin = {
  name: 'CertificateSubjectRestriction',
  handles: ({ kind, operation, subresource }) => isSigningRequest({ kind }) && operation === 'CREATE' && subresource === undefined,
  *validate(write) {
    const { spec } = asRequest(write.object);
    if (spec.signerName !== clientSigner) return;
    if (readRequest(spec.request)?.subject.organizations.includes(mastersGroup)) throw refusal(write, `use of ${clientSigner} signer with ${mastersGroup} group is not allowed`);
  },
};

function isSigningRequest({ kind }: Pick<Target, 'kind'>): boolean {
  return kind.group === group && kind.kind === 'CertificateSigningRequest';
}

function isUpdateOf({ kind, operation, subresource }: Target, part: string): boolean {
  return isSigningRequest({ kind }) && operation === 'UPDATE' && subresource === part;
}

function asRequest(object: Write['object']): CertificateSigningRequest {
  return object as unknown as CertificateSigningRequest; // `handles` lets nothing else through
}

/** Whether the user has a verb on a signer, or on all signers of its domain. */
function mayFor({ call: { server, user } }: Write, verb: 'approve' | 'sign', signer: string): boolean {
  const [domain = ''] = signer.split('/');
  return isAllowed(server, user, verb, signer) || isAllowed(server, user, verb, `${domain}/*`);
}

function isAllowed({ authorizer }: ServerContext, user: User, verb: string, name: string): boolean {
  return authorizer.decide(user, { type: 'resource', verb, group, resource: 'signers', name }).isAllowed;
}
