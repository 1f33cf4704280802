// Plugins that do what objects of the cluster tell them. What they do is loaded later: a new cluster has no such objects.
// Upstream: k8s.io/apiserver pkg/admission/plugin/policy, pkg/admission/plugin/webhook

import {
  mutatingAdmissionPolicyBindingKind, mutatingWebhookConfigurationKind, validatingAdmissionPolicyBindingKind, validatingWebhookConfigurationKind,
} from '../../kinds/index.ts';
import { mutateByPolicies, mutateByWebhooks, validateByPolicies, validateByWebhooks } from '../later.ts';
import { hasNone } from '../cache/lookup.ts';
import type { AdmissionPlugin, Target } from './plugin.ts';

/** What configures admission is itself neither subject to policies nor shown to webhooks: a wrong one could not be taken away any more. */
function isSubject({ kind }: Target): boolean {
  return kind.group !== 'admissionregistration.k8s.io';
}

/** Change what is written. */
export const mutatingAdmissionPolicy: AdmissionPlugin = {
  name: 'MutatingAdmissionPolicy',
  handles: (target) => isSubject(target) && target.operation !== 'DELETE',
  isIdle: (server) => hasNone(server, mutatingAdmissionPolicyBindingKind),
  mutate: mutateByPolicies,
};

/** Agree to what is written, or not. */
export const validatingAdmissionPolicy: AdmissionPlugin = {
  name: 'ValidatingAdmissionPolicy',
  handles: isSubject,
  isIdle: (server) => hasNone(server, validatingAdmissionPolicyBindingKind),
  validate: validateByPolicies,
};

/** Programs of somebody else's that may change what is written. */
export const mutatingAdmissionWebhook: AdmissionPlugin = {
  name: 'MutatingAdmissionWebhook',
  handles: isSubject,
  reinvokes: true,
  isIdle: (server) => hasNone(server, mutatingWebhookConfigurationKind),
  mutate: mutateByWebhooks,
};

/** Programs of somebody else's that agree or not. */
export const validatingAdmissionWebhook: AdmissionPlugin = {
  name: 'ValidatingAdmissionWebhook',
  handles: isSubject,
  isIdle: (server) => hasNone(server, validatingWebhookConfigurationKind),
  validate: validateByWebhooks,
};
