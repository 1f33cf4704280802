// Upstream: pkg/controller/certificates/cleaner/cleaner.go
import { base64DecodeText, parseTime, readCertificate } from '../../base/index.ts';
import { WorkQueue } from '../../client/index.ts';
import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { certificateSigningRequestKind, objectKey } from '../../kinds/index.ts';
import type { CertificateSigningRequest } from '../../kinds/index.ts';
import { controllerFactory } from '../framework/context.ts';
import type { Controller, Requeue } from '../framework/context.ts';
import { unlessGone } from '../framework/unless-gone.ts';

const hourMs = 3_600_000;
const roundMs = hourMs; // pollingInterval
const decidedMs = hourMs; // approvedExpiration, deniedExpiration
const pendingMs = 24 * hourMs; // pendingExpiration

/** Takes away requests that nobody needs any more, looking at all of them every hour. */
export const certificateCleanerController = controllerFactory('csrcleaner-controller', (context): Controller => {
  const queue = new WorkQueue(context.kernel, 'csrcleaner');
  const requests = context.informers.of(certificateSigningRequestKind);
  return {
    name: 'csrcleaner-controller',
    workers: 1,
    queue,
    background: [function* lookAtAll(): Process<never> {
      for (;;) {
        for (const { metadata } of requests.store.values()) queue.add(objectKey(metadata));
        yield* sleep(roundMs);
      }
    }],
    *reconcile(key): Process<Requeue> {
      const request = requests.store.get(key);
      if (!request || !isOver(request, context.kernel.wallMs)) return {};
      yield* unlessGone(context.client.of(certificateSigningRequestKind).delete(request.metadata));
      return {};
    },
  };
}, { account: 'certificate-controller' });

/** Whether a request has been decided, or waited for a decision, long ago, or its certificate is good no more. */
function isOver({ metadata, status: { certificate, conditions = [] } }: CertificateSigningRequest, nowMs: number): boolean {
  const isOlder = (time: string | undefined, ms: number): boolean => nowMs - (parseTime(time ?? '') ?? nowMs) > ms;
  const issued = certificate ? readCertificate(base64DecodeText(certificate) ?? '') : undefined;
  if (issued && issued.notAfterMs < nowMs) return true;
  if (conditions.some(({ type, lastUpdateTime }) => (type === 'Approved' ? certificate !== undefined : type === 'Denied' || type === 'Failed') && isOlder(lastUpdateTime, decidedMs))) return true;
  return conditions.length === 0 && !certificate && isOlder(metadata.creationTimestamp, pendingMs);
}
