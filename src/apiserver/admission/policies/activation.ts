// What the names in a policy's expressions stand for while it is asked about one write.
// Upstream: k8s.io/apiserver pkg/admission/plugin/cel/condition.go, composition.go

import { authorizerValue, CelError, perCallLimit, resourceCheckValue, valueOfAnyJson } from '../../../cel/index.ts';
import type { Authorizer as CelAuthorizer, CelMap, Outcome, Program, Question, Value } from '../../../cel/index.ts';
import type { CompiledVariable } from '../../../kinds/every-later.ts';
import type { KubeObject, User } from '../../../kinds/index.ts';
import type { Write } from '../plugin.ts';

/** Why expressions say nothing that cost more together than they may. */
export const outOfBudget = 'validation failed due to running out of cost budget, no further validation rules will be run';

/** One policy asked about one write with one parameter. */
export class Activation {
  readonly #names: ReadonlyMap<string, () => Value>;
  readonly #values = new Map<string, Value>();
  /** What is left of the budget. */
  #left = 0;

  constructor(write: Write, namespace: KubeObject | undefined, params: KubeObject | null, variables: readonly CompiledVariable[]) {
    const authorizer = new Decisions(write);
    this.#names = new Map<string, () => Value>([
      ['object', () => valueOfAnyJson(write.object ?? null)],
      ['oldObject', () => valueOfAnyJson(write.previous ?? null)],
      ['params', () => valueOfAnyJson(params)],
      ['request', () => valueOfAnyJson(admissionRequest(write))],
      ['namespaceObject', () => valueOfAnyJson(namespace ?? null)],
      ['authorizer', () => authorizerValue(authorizer)],
      ['authorizer.requestResource', () => resourceCheckValue(authorizer, authorizer.ownQuestion())],
      ['variables', () => new Variables(variables, (program) => this.#evaluate(program))],
    ]);
  }

  /** What is left of the budget of the last call, for others that share it. */
  get left(): number {
    return this.#left;
  }

  /** What expressions come to; undefined when they cost more than `budget` together, whatever single ones came to. */
  evaluate(programs: readonly Program[], budget: number): readonly Outcome[] | undefined {
    this.#left = budget;
    const outcomes: Outcome[] = [];
    for (const program of programs) {
      outcomes.push(this.#evaluate(program));
      if (this.#left < 0) return undefined;
    }
    return outcomes;
  }

  #evaluate(program: Program): Outcome {
    const outcome = program.evaluate((name) => this.#value(name), perCallLimit);
    this.#left -= outcome.cost;
    return outcome;
  }

  #value(name: string): Value | undefined {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const value = this.#names.get(name)?.();
    if (value !== undefined) this.#values.set(name, value);
    return value;
  }
}

/** A policy's variables: each is evaluated when it is first asked for. */
class Variables implements CelMap {
  readonly isMap = true;
  readonly #programs: ReadonlyMap<string, CompiledVariable>;
  readonly #evaluate: (program: Program) => Outcome;
  readonly #values = new Map<string, Outcome>();

  constructor(variables: readonly CompiledVariable[], evaluate: (program: Program) => Outcome) {
    this.#programs = new Map(variables.map((variable) => [variable.name, variable]));
    this.#evaluate = evaluate;
  }

  get size(): number {
    return this.#programs.size;
  }

  get(key: Value): Value | undefined {
    return typeof key === 'string' ? this.field(key) : undefined;
  }

  field(name: string): Value | undefined {
    const program = this.#programs.get(name)?.compiled.program;
    if (!program) return undefined;
    let outcome = this.#values.get(name);
    if (!outcome) this.#values.set(name, (outcome = this.#evaluate(program)));
    if ('error' in outcome) throw new CelError(`composited variable "${name}" fails to evaluate: ${outcome.error}`);
    return outcome.value;
  }

  keys(): readonly Value[] {
    return [...this.#programs.keys()];
  }
}

const optionKinds = { CREATE: 'CreateOptions', UPDATE: 'UpdateOptions', DELETE: 'DeleteOptions', CONNECT: 'ConnectOptions' } as const;

/** The write as an AdmissionRequest, without what is empty. */
export function admissionRequest({ call, operation, subresource, name }: Write): object {
  const { spoken, request, user } = call;
  const { gvk: kind, gvr: resource } = spoken;
  const { dryRun, fieldManager, fieldValidation } = request.options;
  const whole = name || request.name;
  return {
    kind, resource, requestKind: kind, requestResource: resource,
    ...(subresource === undefined ? {} : { subResource: subresource, requestSubResource: subresource }),
    ...(whole ? { name: whole } : {}), ...(request.namespace === undefined ? {} : { namespace: request.namespace }),
    operation, userInfo: { username: user.name, groups: user.groups, ...(user.uid === '' ? {} : { uid: user.uid }), ...(Object.keys(user.extra).length === 0 ? {} : { extra: user.extra }) }, dryRun: dryRun === true,
    options: {
      apiVersion: 'meta.k8s.io/v1', kind: optionKinds[operation],
      ...(dryRun ? { dryRun: ['All'] } : {}), ...(fieldManager === undefined ? {} : { fieldManager }), ...(fieldValidation === undefined ? {} : { fieldValidation }),
    },
  };
}

/** Asks the server's authoriser on behalf of who writes, or of a service account. */
class Decisions implements CelAuthorizer {
  readonly #write: Write;

  constructor(write: Write) {
    this.#write = write;
  }

  /** The question about the write itself, without a verb. */
  ownQuestion(): Extract<Question, { readonly group: string }> {
    const { call, subresource = '', name } = this.#write;
    const { group, resource } = call.spoken.gvr;
    return { group, resource, subresource, namespace: call.request.namespace ?? '', name: name || (call.request.name ?? ''), verb: '' };
  }

  decide(question: Question): { readonly isAllowed: boolean; readonly reason: string } {
    const { call } = this.#write;
    const user = question.user === undefined ? call.user : serviceAccount(question.user);
    const verdict = call.server.authorizer.decide(user, 'path' in question ? { type: 'path', verb: question.verb, path: question.path } : { type: 'resource', ...question });
    return { isAllowed: verdict.isAllowed, reason: verdict.reason() };
  }
}

/** `system:serviceaccount:namespace:name` as somebody who asks. */
function serviceAccount(name: string): User {
  const [, , namespace = ''] = name.split(':');
  return { name, uid: '', groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`], extra: {} };
}
