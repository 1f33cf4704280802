// Upstream: pkg/controller/certificates/approver/sarapprove.go
import { formatTime, parseTime, withFields } from '../../base/index.ts';
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { certificateSigningRequestKind, objectKey, readRequest, subjectAccessReviewKind } from '../../kinds/index.ts';
import type { CertificateSigningRequest } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, ControllerContext, Requeue } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';
import { certificatePace } from './pace.ts';
import { kubeletClientProblem } from './signers.ts';

const kubeletSigner = 'kubernetes.io/kube-apiserver-client-kubelet';

/** Approves certificates of kubelets where whoever asks has the permission to have that done. */
export const certificateApprovingController = controllerFactory('csrapproving-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'csrapproving', certificatePace);
  const requests = context.informers.of(certificateSigningRequestKind);
  const add = (request: CertificateSigningRequest): void => {
    if (isUndecided(request)) queue.add(objectKey(request.metadata));
  };
  requests.onChange({ added: add, updated: add });
  return {
    name: 'csrapproving-controller',
    workers: 5,
    queue,
    *reconcile(key): Process<Requeue> {
      const request = requests.store.get(key);
      if (!request || !isUndecided(request)) return {};
      const ways = waysToApprove(request);
      for (const { permission, message } of ways) {
        if (!(yield* isPermitted(context, request, permission))) continue;
        yield* approve(context, request, message);
        return {};
      }
      // Somebody may be given the permission yet: it is asked again after as long as it has waited so far.
      const waitedMs = context.kernel.wallMs - (parseTime(request.metadata.creationTimestamp) ?? 0);
      return ways.length === 0 ? {} : { afterMs: Math.min(certificatePace.greatestMs, Math.max(certificatePace.firstMs, waitedMs)) };
    },
  };
}, { account: 'certificate-controller' });

function isUndecided({ spec, status: { conditions = [], certificate } }: CertificateSigningRequest): boolean {
  return spec.signerName === kubeletSigner && !certificate && !conditions.some(({ type }) => type === 'Approved' || type === 'Denied');
}

interface Way {
  /** The subresource that stands for it in roles. */
  readonly permission: 'nodeclient' | 'selfnodeclient';
  readonly message: string;
}

/** What a request could be approved as: a kubelet's renewal of its own certificate, and anybody's request for a kubelet. */
function waysToApprove({ spec }: CertificateSigningRequest): readonly Way[] {
  const wanted = readRequest(spec.request);
  if (!wanted || kubeletClientProblem(wanted, spec.usages ?? []) !== undefined) return [];
  const own: Way = { permission: 'selfnodeclient', message: 'Auto approving self kubelet client certificate after SubjectAccessReview.' };
  const any: Way = { permission: 'nodeclient', message: 'Auto approving kubelet client certificate after SubjectAccessReview.' };
  return spec.username === wanted.subject.commonName ? [own, any] : [any];
}

function* isPermitted({ client }: ControllerContext, { spec }: CertificateSigningRequest, subresource: Way['permission']): Process<boolean> {
  const { username, uid, groups, extra } = spec;
  const review = yield* client.of(subjectAccessReviewKind).create({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: {
      ...(username === undefined ? {} : { user: username }), ...(uid === undefined ? {} : { uid }), ...(groups ? { groups } : {}), ...(extra ? { extra } : {}),
      resourceAttributes: { group: 'certificates.k8s.io', resource: 'certificatesigningrequests', verb: 'create', subresource },
    },
  });
  return review.status?.allowed === true;
}

function* approve({ client, kernel }: ControllerContext, request: CertificateSigningRequest, message: string): Process {
  const now = formatTime(kernel.wallMs);
  const approved = { type: 'Approved', status: 'True', reason: 'AutoApproved', message, lastUpdateTime: now, lastTransitionTime: now };
  const status = withFields(request.status, { conditions: [...(request.status.conditions ?? []), approved] });
  yield* unlessGone(client.of(certificateSigningRequestKind).updateSubresource(withFields(request, { status }), 'approval'));
}
