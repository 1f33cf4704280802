// CertificateSigningRequest: somebody wants a certificate, somebody else decides, a signer signs.
// Upstream: pkg/registry/certificates/certificates/strategy.go, pkg/printers/internalversion printCertificateSigningRequest

import { humanDuration } from '../../base/index.ts';
import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import { isConditionTrue } from '../conditions.ts';
import { defineKind } from '../define-kind.ts';
import type { User } from '../credentials.ts';
import type { PartSubresource } from '../define-kind.ts';
import type { CertificateSigningRequest, CertificateSigningRequestInput, CertificateSigningRequestSpecInput } from '../generated/types.ts';
import { validateApproval, validateCertificateStatus, validateSigningRequest } from '../later.ts';
import { validatePathSegmentName } from '../names.ts';
import { complete } from '../reuse.ts';

const noSpec: Partial<CertificateSigningRequestSpecInput> = {};

/** Who asks is what the server knows, whatever the client wrote. */
function prepareForCreate(request: CertificateSigningRequest, user: User): CertificateSigningRequest {
  const { username: _1, groups: _2, uid: _3, extra: _4, ...spec } = request.spec;
  const { name: username, uid, groups, extra } = user;
  const known = { username, groups, ...(uid === '' ? {} : { uid }), ...(Object.keys(extra).length === 0 ? {} : { extra }) };
  return { ...request, spec: { ...spec, ...known } };
}

/** `approval`: the decision, which only who may decide can write. */
const approvalPart: PartSubresource<CertificateSigningRequest> = {
  take({ status: { conditions } }, current) {
    const { conditions: _, ...status } = current.status;
    return { ...current, status: conditions ? { ...status, conditions } : status };
  },
  validate: validateApproval,
};

function conditionCell({ status: { conditions = [], certificate } }: CertificateSigningRequest): string {
  const decision = ['Approved', 'Denied'].find((type) => conditions.some((condition) => condition.type === type));
  return [decision ?? 'Pending', ...(isConditionTrue(conditions, 'Failed') ? ['Failed'] : []), ...(certificate ? ['Issued'] : [])].join(',');
}

/** How CertificateSigningRequests are completed, checked, shown and selected. */
export const certificateSigningRequestKind = defineKind<CertificateSigningRequestInput, CertificateSigningRequest>({
  group: 'certificates.k8s.io',
  version: 'v1',
  kind: 'CertificateSigningRequest',
  metadataLooks: { ofChange: ['new', 'change'], ofStatus: ['new', 'change'] },
  defaults: (input) => {
    const spec = input.spec ?? noSpec;
    return complete(input, {
      metadata: input.metadata ?? {},
      // A request that is missing stays so until it is refused for that, in other words than an empty one.
      spec: complete(spec, { signerName: spec.signerName ?? '' }) as CertificateSigningRequest['spec'],
      status: input.status ?? {},
    });
  },
  validateName: validatePathSegmentName,
  prepareForCreate,
  // What was asked for stays as it was.
  prepareForUpdate: (next, previous) => ({ ...next, spec: previous.spec }),
  validateCreate: validateSigningRequest,
  validateUpdate: () => [],
  validateStatusUpdate: validateCertificateStatus,
  parts: { approval: approvalPart },
  columns: [
    nameColumn,
    ageColumn,
    textColumn('SignerName', ({ spec }) => spec.signerName),
    textColumn('Requestor', ({ spec }) => spec.username ?? ''),
    textColumn('RequestedDuration', ({ spec }) => (spec.expirationSeconds === undefined ? '<none>' : humanDuration(spec.expirationSeconds * 1_000))),
    textColumn('Condition', conditionCell),
  ],
  selectableFields: { 'spec.signerName': ({ spec }) => spec.signerName },
});
