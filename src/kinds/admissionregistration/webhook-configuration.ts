// ValidatingWebhookConfiguration and MutatingWebhookConfiguration: who outside the API server is asked about what is written.
// Upstream: pkg/registry/admissionregistration, pkg/apis/admissionregistration/v1/defaults.go

import { deepEqual } from '../../base/index.ts';
import { ageColumn, countColumn, nameColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type {
  MutatingWebhook, MutatingWebhookConfiguration, MutatingWebhookConfigurationInput, MutatingWebhookInput, RuleWithOperations,
  ValidatingWebhook, ValidatingWebhookConfiguration, ValidatingWebhookConfigurationInput, ValidatingWebhookInput, WebhookClientConfig,
} from '../generated/types.ts';
import { validateWebhooks } from '../later.ts';
import { complete, completeList } from '../reuse.ts';

const ruleDefaults = (rule: RuleWithOperations): RuleWithOperations => complete(rule, { scope: rule.scope ?? ('*' as const) });
const noClient: WebhookClientConfig = {};
const everything = Object.freeze({});
const noVersions: readonly string[] = [];

function clientDefaults(client: WebhookClientConfig): WebhookClientConfig {
  const { service } = client;
  return complete(client, { service: service && complete(service, { name: service.name ?? '', namespace: service.namespace ?? '', port: service.port ?? 443 }) });
}

function webhookDefaults<Input extends ValidatingWebhookInput | MutatingWebhookInput>(input: Input) {
  return complete(input, {
    name: input.name ?? '',
    clientConfig: clientDefaults(input.clientConfig ?? noClient),
    admissionReviewVersions: input.admissionReviewVersions ?? noVersions,
    failurePolicy: input.failurePolicy ?? ('Fail' as const),
    matchPolicy: input.matchPolicy ?? ('Equivalent' as const),
    namespaceSelector: input.namespaceSelector ?? everything,
    objectSelector: input.objectSelector ?? everything,
    timeoutSeconds: input.timeoutSeconds ?? 10,
    rules: input.rules && completeList(input.rules, ruleDefaults),
  });
}

const validatingDefaults = (input: ValidatingWebhookInput): ValidatingWebhook => webhookDefaults(input);
const mutatingDefaults = (input: MutatingWebhookInput): MutatingWebhook =>
  complete(webhookDefaults(input), { reinvocationPolicy: input.reinvocationPolicy ?? ('Never' as const) });

interface Configured {
  readonly webhooks?: readonly unknown[];
}

const webhooksColumn = countColumn<Configured>('Webhooks', ({ webhooks = [] }) => webhooks.length);
const isChanged = (next: Configured, previous: Configured): boolean => !deepEqual(next.webhooks, previous.webhooks);

/** How ValidatingWebhookConfigurations are completed, checked, shown and selected. */
export const validatingWebhookConfigurationKind = defineKind<ValidatingWebhookConfigurationInput, ValidatingWebhookConfiguration>({
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'ValidatingWebhookConfiguration',
  metadataLooks: { ofChange: ['new'] },
  allowUnconditionalUpdate: false,
  defaults: (input) => complete(input, { metadata: input.metadata ?? {}, webhooks: input.webhooks && completeList(input.webhooks, validatingDefaults) }),
  validateCreate: ({ webhooks = [] }) => validateWebhooks(webhooks),
  generation: isChanged,
  columns: [nameColumn, webhooksColumn, ageColumn],
});

/** How MutatingWebhookConfigurations are completed, checked, shown and selected. */
export const mutatingWebhookConfigurationKind = defineKind<MutatingWebhookConfigurationInput, MutatingWebhookConfiguration>({
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'MutatingWebhookConfiguration',
  metadataLooks: { ofChange: ['new'] },
  allowUnconditionalUpdate: false,
  defaults: (input) => complete(input, { metadata: input.metadata ?? {}, webhooks: input.webhooks && completeList(input.webhooks, mutatingDefaults) }),
  validateCreate: ({ webhooks = [] }) => validateWebhooks(webhooks),
  generation: isChanged,
  columns: [nameColumn, webhooksColumn, ageColumn],
});
