// Upstream: pkg/controller/certificates/signer, pkg/controller/certificates/authority/policies.go
import { base64EncodeText, formatTime, withFields } from '../../base/index.ts';
import type { CertificateRequest } from '../../base/index.ts';
import { WorkQueue } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { certificateSigningRequestKind, isConditionTrue, objectKey, readRequest } from '../../kinds/index.ts';
import type { CertificateSigningRequest, CertificateSigningRequestStatus } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, ControllerContext, Requeue } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';
import { certificatePace } from './pace.ts';
import { issuedUsages, signers } from './signers.ts';

const longestMs = 365 * 86_400_000; // kube-controller-manager --cluster-signing-duration
const shortestMs = 600_000;
const backdateMs = 300_000; // clocks differ
const shortMs = 8 * 3_600_000; // what is good for less loses nothing to the backdating

/** Signs what has been approved for one of the cluster's signers, or says why not. */
export const certificateSigningController = controllerFactory('csrsigning-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'csrsigning', certificatePace);
  const requests = context.informers.of(certificateSigningRequestKind);
  const add = (request: CertificateSigningRequest): void => {
    if (isToSign(request)) queue.add(objectKey(request.metadata));
  };
  requests.onChange({ added: add, updated: add });
  return {
    name: 'csrsigning-controller',
    workers: 5,
    queue,
    *reconcile(key): Process<Requeue> {
      const request = requests.store.get(key);
      if (!request || !isToSign(request)) return {};
      const wanted = readRequest(request.spec.request);
      if (!wanted) return {}; // nothing unreadable is stored
      const status = withFields(request.status, signed(context, request, wanted));
      yield* unlessGone(context.client.of(certificateSigningRequestKind).updateStatus(withFields(request, { status })));
      return {};
    },
  };
}, { account: 'certificate-controller' });

function isToSign({ spec, status: { conditions = [], certificate } }: CertificateSigningRequest): boolean {
  return signers.has(spec.signerName) && !certificate && isConditionTrue(conditions, 'Approved') && !isConditionTrue(conditions, 'Failed');
}

/** What becomes of the status: a certificate, or the reason why there is none. */
function signed({ kernel, keys }: ControllerContext, { spec, status }: CertificateSigningRequest, wanted: CertificateRequest): CertificateSigningRequestStatus {
  const { usages = [], signerName, expirationSeconds } = spec;
  const problem = signers.get(signerName)?.(wanted, usages);
  if (problem !== undefined) {
    const now = formatTime(kernel.wallMs);
    const failed = { type: 'Failed', status: 'True', reason: 'SignerValidationFailure', message: problem, lastUpdateTime: now, lastTransitionTime: now };
    return { conditions: [...(status.conditions ?? []), failed] };
  }
  const { subject, publicKey, names } = wanted;
  return { certificate: base64EncodeText(keys.certify({ subject, publicKey, names, usages: issuedUsages(usages), ...validity(kernel.wallMs, expirationSeconds) })) };
}

function validity(nowMs: number, expirationSeconds: number | undefined): { readonly notBeforeMs: number; readonly notAfterMs: number } {
  const goodMs = expirationSeconds === undefined ? longestMs : Math.min(longestMs, Math.max(shortestMs, expirationSeconds * 1_000));
  const notBeforeMs = nowMs - backdateMs;
  return { notBeforeMs, notAfterMs: goodMs < shortMs ? nowMs + goodMs : notBeforeMs + goodMs };
}
