// Kinds of which nothing is kept: the server answers what it is asked, and forgets it.

import type { Process } from '../../kernel/index.ts';
import { methodNotAllowed } from '../failures.ts';
import type { Answer, Call } from '../request/call.ts';
import { bindNamed } from './bindings.ts';
import { componentStatuses } from './component-statuses.ts';

/** Who answers about each of them, by API version and kind. */
const answers: Readonly<Record<string, (call: Call) => Process<Answer>>> = {
  'v1 Binding': bindNamed,
  'v1 ComponentStatus': componentStatuses,
};

/** Answers a request about a kind that is not stored. Throws MethodNotAllowed for verbs that it does not have. */
export function unstored(call: Call): Process<Answer> {
  const { kind, request } = call;
  const answer = answers[`${kind.apiVersion} ${kind.kind}`];
  if (!answer || request.subresource !== undefined || (!kind.verbs.includes(request.verb) && request.verb !== 'watch')) throw methodNotAllowed();
  return answer(call);
}
