// How objects get from one version to another.
// Upstream: k8s.io/apiextensions-apiserver pkg/apis/apiextensions/validation ValidateCustomResourceConversion

import { addInvalid } from '../checks.ts';
import type { Errors } from '../checks.ts';
import type { FieldPath } from '../field-error.ts';
import { forbidden, invalid, notSupported, required } from '../field-error.ts';
import type { CustomResourceConversion } from '../generated/types.ts';
import { isDns1035Label } from '../names.ts';
import { checkWebhookClient } from '../webhook-client-validation.ts';

/** What is wrong with a conversion. */
export function checkConversion(errors: Errors, at: FieldPath, { strategy, webhook }: CustomResourceConversion, keepsUnknownFields: boolean): void {
  if (keepsUnknownFields && strategy !== 'None') errors.push(invalid(at.child('strategy'), strategy ?? '', 'must be None if spec.preserveUnknownFields is true'));
  if (!strategy) errors.push(required(at.child('strategy')));
  else if (strategy !== 'None' && strategy !== 'Webhook') errors.push(notSupported(at.child('strategy'), strategy, ['None', 'Webhook']));
  const config = webhook?.clientConfig;
  const versions = webhook?.conversionReviewVersions ?? [];
  if (strategy !== 'Webhook') {
    if (config) errors.push(forbidden(at.child('webhookClientConfig'), 'should not be set when strategy is not set to Webhook'));
    if (versions.length > 0) errors.push(forbidden(at.child('conversionReviewVersions'), 'should not be set when strategy is not set to Webhook'));
    return;
  }
  if (!config) errors.push(required(at.child('webhookClientConfig'), 'required when strategy is set to Webhook'));
  else checkWebhookClient(errors, at.child('webhookClientConfig'), config);
  checkReviewVersions(errors, at.child('conversionReviewVersions'), versions);
}

function checkReviewVersions(errors: Errors, at: FieldPath, versions: readonly string[]): void {
  if (versions.length === 0) {
    errors.push(required(at));
    return;
  }
  for (const [index, version] of versions.entries()) {
    if (versions.indexOf(version) < index) errors.push(invalid(at.index(index), version, 'duplicate version'));
    addInvalid(errors, at.index(index), version, isDns1035Label(version));
  }
  if (!versions.includes('v1') && !versions.includes('v1beta1')) errors.push(invalid(at, versions, 'must include at least one of v1, v1beta1'));
}
