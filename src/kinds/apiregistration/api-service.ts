// APIService: who serves a group and version of the API.
// Upstream: k8s.io/kube-aggregator pkg/registry/apiservice, pkg/apis/apiregistration/validation

import { quote } from '../../base/index.ts';
import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import { findCondition } from '../conditions.ts';
import { defineKind } from '../define-kind.ts';
import { addInvalid } from '../checks.ts';
import type { FieldError } from '../field-error.ts';
import { invalid, path, required } from '../field-error.ts';
import type { APIService, APIServiceInput, APIServiceSpecInput } from '../generated/types.ts';
import { isDns1035Label, isDnsSubdomain, isPortNumber, validatePathSegmentName } from '../names.ts';
import { validateAPIServiceStatus } from '../later.ts';
import { complete } from '../reuse.ts';

const at = path('spec');
const noSpec: APIServiceSpecInput = { groupPriorityMinimum: 0, versionPriority: 0 };

/** How many bytes a text of base64 stands for. */
const base64Length = (text: string): number => (text.length / 4) * 3 - (/=*$/.exec(text)?.[0].length ?? 0);

function validate({ metadata, spec }: APIService): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { group = '', version = '', groupPriorityMinimum, versionPriority, service, insecureSkipTLSVerify, caBundle } = spec;
  const wanted = `${version}.${group}`;
  const isName = metadata.name !== '' && validatePathSegmentName(metadata.name, false).length === 0;
  if (isName && metadata.name !== wanted) errors.push(invalid(path('metadata', 'name'), metadata.name, `must be \`spec.version+"."+spec.group\`: ${quote(wanted)}`));
  if (group !== '') addInvalid(errors, at.child('group'), group, isDnsSubdomain(group));
  else if (version !== 'v1') errors.push(required(at.child('group'), 'only v1 may have an empty group and it better be legacy kube'));
  addInvalid(errors, at.child('version'), version, isDns1035Label(version));
  if (groupPriorityMinimum <= 0 || groupPriorityMinimum > 20_000) errors.push(invalid(at.child('groupPriorityMinimum'), groupPriorityMinimum, 'must be positive and less than 20000'));
  if (versionPriority <= 0 || versionPriority > 1_000) errors.push(invalid(at.child('versionPriority'), versionPriority, 'must be positive and less than 1000'));
  if (!service) {
    if (caBundle) errors.push(invalid(at.child('caBundle'), `${base64Length(caBundle)} bytes`, 'local APIServices may not have a caBundle'));
    if (insecureSkipTLSVerify === true) errors.push(invalid(at.child('insecureSkipTLSVerify'), true, 'local APIServices may not have insecureSkipTLSVerify'));
    return errors;
  }
  if (!service.namespace) errors.push(required(at.child('service', 'namespace')));
  if (!service.name) errors.push(required(at.child('service', 'name')));
  const { port } = service;
  for (const problem of port === undefined ? [] : isPortNumber(port)) errors.push(invalid(at.child('service', 'port'), port, `port is not valid: ${problem}`));
  if (insecureSkipTLSVerify === true && caBundle) errors.push(invalid(at.child('insecureSkipTLSVerify'), true, 'may not be true if caBundle is present'));
  return errors;
}

function availableCell({ status }: APIService): string {
  const available = findCondition(status.conditions, 'Available');
  if (!available) return 'Unknown';
  return available.status === 'True' ? 'True' : `${available.status} (${available.reason ?? ''})`;
}

/** How APIServices are completed, checked, shown and selected. */
export const apiServiceKind = defineKind<APIServiceInput, APIService>({
  group: 'apiregistration.k8s.io',
  version: 'v1',
  kind: 'APIService',
  metadataLooks: { ofChange: ['change', 'new'] },
  allowUnconditionalUpdate: false,
  registryPath: 'apiregistration.k8s.io/apiservices',
  defaults: (input) => {
    const spec = input.spec ?? noSpec;
    const { service } = spec;
    return complete(input, {
      metadata: input.metadata ?? {},
      spec: complete(spec, {
        groupPriorityMinimum: spec.groupPriorityMinimum ?? 0,
        versionPriority: spec.versionPriority ?? 0,
        service: service && complete(service, { port: service.port ?? 443 }),
      }),
      status: input.status ?? {},
    });
  },
  // What the server itself serves is there whenever the server is.
  initialStatus: ({ metadata, spec }) => (spec.service ? {} : {
    conditions: [{ type: 'Available', status: 'True', lastTransitionTime: metadata.creationTimestamp, reason: 'Local', message: 'Local APIServices are always available' }],
  }),
  validateName: validatePathSegmentName,
  validateCreate: validate,
  validateStatusUpdate: validateAPIServiceStatus,
  columns: [
    nameColumn,
    textColumn('Service', ({ spec: { service } }) => (service ? `${service.namespace ?? ''}/${service.name ?? ''}` : 'Local')),
    textColumn('Available', availableCell),
    ageColumn,
  ],
});
