// Conditions by which a webhook says, in CEL, which of the writes that its rules cover it wants to be asked about.
// Upstream: k8s.io/apiserver pkg/admission/plugin/webhook/matchconditions

import { compile } from '../../../cel/index.ts';
import type { Program } from '../../../cel/index.ts';
import { policyEnvironment } from '../../../kinds/every-later.ts';
import { Activation } from '../policies/activation.ts';
import { checkConditions } from '../policies/policy-conditions.ts';
import { refusal } from '../plugin.ts';
import type { Write } from '../plugin.ts';
import type { Webhook } from './matching.ts';

const compiled = new WeakMap<Webhook, readonly Program[]>();

function programsOf(webhook: Webhook): readonly Program[] {
  let programs = compiled.get(webhook);
  if (!programs) {
    const environment = policyEnvironment({ hasParams: false, hasAuthorizer: true, variables: undefined, isMutation: false });
    programs = (webhook.matchConditions ?? []).flatMap(({ expression }) => compile(expression.trim(), environment).program ?? []);
    compiled.set(webhook, programs);
  }
  return programs;
}

/** Whether all conditions hold. Throws the answer when that cannot be told and the webhook insists on being asked. */
export function meetsConditions(webhook: Webhook, write: Write): boolean {
  if (!webhook.matchConditions?.length) return true;
  const match = checkConditions(programsOf(webhook), new Activation(write, undefined, null, []));
  if (typeof match === 'string') return match === 'yes';
  if (webhook.failurePolicy === 'Ignore') return false;
  throw refusal(write, match.failure);
}
