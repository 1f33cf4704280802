// Programs of somebody else's that have a say in what is written: some may change it, the others only agree or not.
// Upstream: k8s.io/apiserver pkg/admission/plugin/webhook/{mutating,validating}

import type { Process } from '../../../kernel/index.ts';
import { ended, race } from '../../../kernel/index.ts';
import { ApiError, mutatingWebhookConfigurationKind, validatingWebhookConfigurationKind } from '../../../kinds/index.ts';
import type { AnyKind, KubeObject } from '../../../kinds/index.ts';
import { internalError } from '../../failures.ts';
import { cachedObjects } from '../../cache/lookup.ts';
import { warn } from '../plugin.ts';
import type { Write } from '../plugin.ts';
import { callWebhook, webhookRandom } from './call-webhook.ts';
import { matchedKind } from './matching.ts';
import type { Webhook } from './matching.ts';
import { formFor, patchedObject } from './object-form.ts';
import { WebhookFailure, denied, reviewOf, reviewVersion, verdictIn } from './review.ts';
import type { Verdict } from './review.ts';

/** A webhook, and by what it is told from others of the same name. */
interface Configured {
  readonly id: string;
  readonly webhook: Webhook;
}

/** The object as the webhooks that match a write want it, asked one after the other. */
export function* mutateByWebhooks(write: Write): Process<KubeObject | undefined> {
  const { reinvocation } = write;
  const memory = reinvocation?.of('MutatingAdmissionWebhook');
  memory?.begin(write.object);
  let current = write;
  for (const { id, webhook } of configured(cachedObjects(write.call.server, mutatingWebhookConfigurationKind, undefined))) {
    if (reinvocation?.isSecondRound && !memory?.isDueAgain(id)) continue;
    const kind = yield* matchedKind(webhook, current);
    if (!kind) continue;
    const object = yield* changedBy(webhook, kind, current);
    if (object !== current.object) {
      current = { ...current, object };
      memory?.noteChange();
    }
    if (webhook.reinvocationPolicy === 'IfNeeded') memory?.noteAsked(id);
  }
  memory?.end(current.object);
  return current.object;
}

/** Asks the webhooks that match a write; throws what the first of them answers that refuses. */
export function* validateByWebhooks(write: Write): Process {
  const { kernel, actor } = write.call.server;
  const asked: { readonly webhook: Webhook; readonly kind: AnyKind }[] = [];
  for (const { webhook } of configured(cachedObjects(write.call.server, validatingWebhookConfigurationKind, undefined))) {
    const kind = yield* matchedKind(webhook, write);
    if (kind) asked.push({ webhook, kind });
  }
  // All at once; of several refusals the first configured one is told.
  const refusals: (ApiError | undefined)[] = [];
  const group = kernel.currentProcess?.group;
  const askers = asked.map(({ webhook, kind }, index) => kernel.spawn(`${actor} webhook ${webhook.name}`, noteRefusal(webhook, kind, write, (error) => (refusals[index] = error)), group));
  for (const asker of askers) yield* race([ended(asker)]);
  const refused = refusals.find((error) => error !== undefined);
  if (refused) throw refused;
}

function configured(configurations: readonly (KubeObject & { readonly webhooks?: readonly Webhook[] })[]): readonly Configured[] {
  return configurations.flatMap(({ metadata, webhooks = [] }) => webhooks.map((webhook, index) => ({ id: `${metadata.name}/${webhook.name}/${index}`, webhook })));
}

function* noteRefusal(webhook: Webhook, kind: AnyKind, write: Write, note: (error: ApiError) => void): Process {
  try {
    yield* ask(webhook, kind, write, false);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    note(error);
  }
}

function* changedBy(webhook: Webhook, kind: AnyKind, write: Write): Process<KubeObject | undefined> {
  const verdict = yield* ask(webhook, kind, write, true);
  if (verdict?.patch === undefined || !write.object) return write.object;
  return patchedObject(write, kind, write.object, verdict.patch);
}

/** What a webhook says; undefined when it could not be asked and does not insist. Throws the answer when it refuses. */
function* ask(webhook: Webhook, kind: AnyKind, write: Write, mayPatch: boolean): Process<Verdict | undefined> {
  const { server } = write.call;
  const uid = webhookRandom(server).uuid();
  const version = reviewVersion(webhook.admissionReviewVersions);
  const review = reviewOf(write, { kind, uid, version, object: formFor(write, kind, write.object, mayPatch), previous: formFor(write, kind, write.previous, false) });
  let verdict: Verdict;
  try {
    verdict = verdictIn(yield* callWebhook(server, webhook.clientConfig, review, webhook.timeoutSeconds ?? 10), { uid, version, mayPatch });
  } catch (error) {
    if (!(error instanceof WebhookFailure)) throw error;
    if (webhook.failurePolicy === 'Ignore') return undefined;
    throw internalError(`failed calling webhook "${webhook.name}": ${error.message}`);
  }
  for (const warning of verdict.warnings) warn(write, warning);
  if (!verdict.isAllowed) throw denied(webhook.name, verdict.status);
  return verdict;
}
