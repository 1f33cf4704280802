// Roles and their bindings.
// Upstream: k8s.io/kubectl pkg/describe/describe.go

import { compareText } from '../../base/index.ts';
import { brokenDown, compactRules, ruleText } from '../../kinds/index.ts';
import type { Role, RoleBinding } from '../../kinds/index.ts';
import { resourceText } from '../core/discovery.ts';
import type { Describer } from './describer.ts';

const list = (values: readonly string[] | undefined): string => `[${(values ?? []).join(' ')}]`;

export const describeRole: Describer = function* describeRole({ page }, object) {
  const { metadata, rules } = object as unknown as Role;
  page.field(0, 'Name', metadata.name);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.line(0, 'PolicyRule:');
  page.line(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs');
  page.line(1, '---------\t-----------------\t--------------\t-----');
  for (const rule of compactRules((rules ?? []).flatMap(brokenDown)).toSorted((a, b) => compareText(ruleText(a), ruleText(b)))) {
    const { apiGroups: [group = ''] = [], resources: [resource = ''] = [], nonResourceURLs, resourceNames, verbs } = rule;
    page.line(1, `${inGroup(resource, group)}\t${list(nonResourceURLs)}\t${list(resourceNames)}\t${list(verbs)}`);
  }
};

/** `deployments.apps/scale`. */
function inGroup(resource: string, group: string): string {
  const [plural = '', ...rest] = resource.split('/');
  return [resourceText({ group, resource: plural }), ...rest].join('/');
}

export const describeBinding: Describer = function* describeBinding({ page }, object) {
  const { metadata, roleRef, subjects } = object as unknown as RoleBinding;
  page.field(0, 'Name', metadata.name);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.line(0, 'Role:');
  page.field(1, 'Kind', roleRef.kind);
  page.field(1, 'Name', roleRef.name);
  page.line(0, 'Subjects:');
  page.line(1, 'Kind\tName\tNamespace');
  page.line(1, '----\t----\t---------');
  for (const subject of subjects ?? []) page.line(1, `${subject.kind}\t${subject.name}\t${subject.namespace ?? ''}`);
};
