// Asking who may do what, step by step: authorizer.group('apps').resource('deployments').check('create').allowed().
// Upstream: k8s.io/apiserver pkg/cel/library/authz.go

import { opaque } from '../types.ts';
import { CelError, Opaque } from '../values.ts';
import type { OpaqueBehaviour, Value } from '../values.ts';
import { inner, text } from './arguments.ts';
import type { Library } from './arguments.ts';

/** What is asked about. */
export type Question =
  | { readonly path: string; readonly verb: string; readonly user?: string }
  | ResourceQuestion;

/** A question about a resource. */
export interface ResourceQuestion {
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly verb: string;
  readonly fieldSelector?: string;
  readonly labelSelector?: string;
  /** Whose permission, when it is not that of the person who asks: `system:serviceaccount:…`. */
  readonly user?: string;
}

/** What the server says to that. */
export interface Answer {
  readonly isAllowed: boolean;
  readonly reason: string;
  readonly error?: string;
}

/** Who is asked: the server with the person whose request it is. */
export interface Authorizer {
  decide(question: Question): Answer;
}

interface Asker {
  readonly authorizer: Authorizer;
  readonly user?: string;
}

type Check<Part> = Asker & { readonly about: Part };

function behaviour<Inner>(name: string): OpaqueBehaviour<Inner> {
  return { type: opaque(`kubernetes.authorization.${name}`), equals: (a, b) => a === b };
}

const authorizerType = behaviour<Asker>('Authorizer');
const pathCheck = behaviour<Check<string>>('PathCheck');
const groupCheck = behaviour<Check<string>>('GroupCheck');
const resourceCheck = behaviour<Check<ResourceQuestion>>('ResourceCheck');
const decision = behaviour<Answer>('Decision');

/** The variable `authorizer`. */
export const authorizerValue = (authorizer: Authorizer): Value => new Opaque(authorizerType, { authorizer });
/** The variable `authorizer.requestResource`. */
export const resourceCheckValue = (authorizer: Authorizer, about: ResourceQuestion): Value => new Opaque(resourceCheck, { authorizer, about });
/** Their types. */
export const authorizerTypes = { authorizer: authorizerType.type, resourceCheck: resourceCheck.type };

const asked = ({ authorizer, user }: Asker): Asker => ({ authorizer, ...(user === undefined ? {} : { user }) });

function narrowed(value: Value | undefined, part: Partial<ResourceQuestion>): Value {
  const check = inner(resourceCheck, value);
  return new Opaque(resourceCheck, { ...check, about: { ...check.about, ...part } });
}

function serviceAccount(value: Value | undefined, namespace: string, name: string): Value {
  const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
  if (!label.test(namespace)) throw new CelError('Invalid service account namespace');
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) throw new CelError('Invalid service account name');
  return new Opaque(authorizerType, { ...inner(authorizerType, value), user: `system:serviceaccount:${namespace}:${name}` });
}

function ask(check: Asker, question: Question): Value {
  return new Opaque(decision, check.authorizer.decide({ ...question, ...(check.user === undefined ? {} : { user: check.user }) }));
}

const nothing = { subresource: '', namespace: '', name: '', verb: '' };

export const authorization: Library = {
  authorizer_path: ([a, path]) => {
    if (text(path) === '') throw new CelError('path must not be empty');
    const asker = inner(authorizerType, a);
    return new Opaque(pathCheck, { ...asked(asker), about: text(path) });
  },
  authorizer_group: ([a, group]) => new Opaque(groupCheck, { ...asked(inner(authorizerType, a)), about: text(group) }),
  authorizer_serviceaccount: ([a, namespace, name]) => serviceAccount(a, text(namespace), text(name)),
  groupcheck_resource: ([a, resource]) => {
    const check = inner(groupCheck, a);
    return new Opaque(resourceCheck, { ...asked(check), about: { ...nothing, group: check.about, resource: text(resource) } });
  },
  resourcecheck_subresource: ([a, subresource]) => narrowed(a, { subresource: text(subresource) }),
  resourcecheck_namespace: ([a, namespace]) => narrowed(a, { namespace: text(namespace) }),
  resourcecheck_name: ([a, name]) => narrowed(a, { name: text(name) }),
  authorizer_fieldselector: ([a, selector]) => narrowed(a, { fieldSelector: text(selector) }),
  authorizer_labelselector: ([a, selector]) => narrowed(a, { labelSelector: text(selector) }),
  pathcheck_check: ([a, verb]) => {
    const check = inner(pathCheck, a);
    return ask(check, { path: check.about, verb: text(verb) });
  },
  resourcecheck_check: ([a, verb]) => {
    const check = inner(resourceCheck, a);
    return ask(check, { ...check.about, verb: text(verb) });
  },
  decision_allowed: ([a]) => inner(decision, a).isAllowed,
  decision_reason: ([a]) => inner(decision, a).reason,
  decision_error: ([a]) => inner(decision, a).error ?? '',
  decision_errored: ([a]) => inner(decision, a).error !== undefined,
};
