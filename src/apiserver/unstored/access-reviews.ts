// What an authoriser would say, asked for its own sake.
// Upstream: pkg/registry/authorization/*/rest.go, pkg/apis/authorization/validation/validation.go, pkg/registry/authorization/util

import { goJson } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { invalid as invalidField, printed, printedJson } from '../../kinds/index.ts';
import type {
  FieldError, KubeInput, LocalSubjectAccessReviewInput, SelfSubjectAccessReviewInput, SubjectAccessReviewInput, User,
} from '../../kinds/index.ts';
import type { Attributes } from '../authorization/attributes.ts';
import { invalid } from '../failures.ts';
import { created } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { decodeBody } from '../request/decode-body.ts';
import { managed } from './managed.ts';
import { selectorErrors, unreadSelectors } from './review-selectors.ts';

type Spec = NonNullable<SelfSubjectAccessReviewInput['spec']>;

/** `SubjectAccessReview`: about the one who is named. */
export function* subjectAccessReview(call: Call): Process<Answer> {
  const review = decodeBody(call) as SubjectAccessReviewInput;
  const spec = review.spec ?? {};
  refuseUnlessRight([...specErrors(spec), ...subjectErrors(spec), ...selectorErrors(spec.resourceAttributes), ...metadataErrors(review)]);
  return reviewed(call, review, namedUser(spec), spec);
}

/** `LocalSubjectAccessReview`: the same within the namespace of the request. */
export function* localSubjectAccessReview(call: Call): Process<Answer> {
  const review = decodeBody(call) as LocalSubjectAccessReviewInput;
  const spec = review.spec ?? {};
  const { namespace } = call.request;
  const wrong = [...specErrors(spec), ...subjectErrors(spec), ...selectorErrors(spec.resourceAttributes)];
  const said = spec.resourceAttributes?.namespace ?? '';
  if (spec.resourceAttributes && said !== namespace) wrong.push(invalidField('spec.resourceAttributes.namespace', said, 'must match metadata.namespace'));
  if (spec.nonResourceAttributes) wrong.push(invalidField('spec.nonResourceAttributes', structOf(spec.nonResourceAttributes), 'disallowed on this kind of request'));
  refuseUnlessRight(wrong);
  return reviewed(call, { ...review, metadata: namespace === undefined ? {} : { namespace } }, namedUser(spec), spec);
}

/** `SelfSubjectAccessReview`: about whoever asks. */
export function* selfSubjectAccessReview(call: Call): Process<Answer> {
  const review = decodeBody(call) as SelfSubjectAccessReviewInput;
  const spec = review.spec ?? {};
  refuseUnlessRight([...specErrors(spec), ...selectorErrors(spec.resourceAttributes), ...metadataErrors(review)]);
  return reviewed(call, review, call.user, spec);
}

function reviewed(call: Call, review: KubeInput, user: User, spec: Spec): Answer {
  const verdict = call.server.authorizer.decide(user, attributesIn(spec));
  const reason = verdict.reason();
  const evaluationError = unreadSelectors(spec.resourceAttributes).map((name) => `spec.resourceAttributes.${name} ignored due to parse error`).join(', ');
  const status = { allowed: verdict.isAllowed, ...(reason === '' ? {} : { reason }), ...(evaluationError === '' ? {} : { evaluationError }) };
  return created({ ...managed(call, review), status });
}

function namedUser({ user = '', uid = '', groups = [], extra = {} }: NonNullable<SubjectAccessReviewInput['spec']>): User {
  return { name: user, uid, groups, extra };
}

function attributesIn({ resourceAttributes, nonResourceAttributes }: Spec): Attributes {
  if (!resourceAttributes) return { type: 'path', verb: nonResourceAttributes?.verb ?? '', path: nonResourceAttributes?.path ?? '' };
  const { verb = '', group = '', resource = '', subresource, namespace, name, fieldSelector } = resourceAttributes;
  const onNode = fieldSelector?.requirements?.find(({ key, operator, values }) => key === 'spec.nodeName' && operator === 'In' && values?.length === 1);
  return { type: 'resource', verb, group, resource, subresource, namespace, name, nodeName: onNode?.values?.[0] };
}

function refuseUnlessRight(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalid({ group: 'authorization.k8s.io', version: '', kind: '' }, '', errors);
}

function specErrors({ resourceAttributes, nonResourceAttributes }: Spec): FieldError[] {
  if (resourceAttributes && nonResourceAttributes) {
    return [invalidField('spec.nonResourceAttributes', structOf(nonResourceAttributes), 'cannot be specified in combination with resourceAttributes')];
  }
  if (resourceAttributes || nonResourceAttributes) return [];
  return [invalidField('spec.resourceAttributes', null, 'exactly one of nonResourceAttributes or resourceAttributes must be specified')];
}

function subjectErrors({ user = '', groups = [] }: NonNullable<SubjectAccessReviewInput['spec']>): readonly FieldError[] {
  return user === '' && groups.length === 0 ? [invalidField('spec.user', '', 'at least one of user or group must be specified')] : [];
}

function metadataErrors({ metadata = {} }: KubeInput): readonly FieldError[] {
  const { managedFields: _, ...said } = metadata;
  return Object.keys(said).length === 0 ? [] : [invalidField('metadata', printed(goJson(metadata)), 'must be empty')];
}

/** As Go's struct is written. */
const structOf = ({ path = '', verb = '' }: NonNullable<Spec['nonResourceAttributes']>) => printedJson({ Path: path, Verb: verb });
