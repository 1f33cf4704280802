// Roles say what may be done, bindings to whom it is given. What was concluded for a user holds until one of them changes.
// Upstream: plugin/pkg/auth/authorizer/rbac/rbac.go, pkg/registry/rbac/validation/rule.go

import type { PolicyRule, User } from '../../kinds/index.ts';
import { limits } from '../limits.ts';
import type { Attributes } from './attributes.ts';
import { fullResource } from './attributes.ts';
import type { Authorizer, Verdict } from './authorizer.ts';
import { noOpinion } from './authorizer.ts';
import { describeSubject } from './role-index.ts';
import type { Grant, Grants, RoleIndex } from './role-index.ts';
import { ruleAllows } from './rules.ts';

/** What is known of one user, as of one generation of the roles. */
interface Holder {
  readonly generation: number;
  readonly clusterWide: Grants;
  readonly inNamespaces: Map<string, Grants>;
  readonly verdicts: Map<string, Verdict>;
}

export class RbacAuthorizer implements Authorizer {
  readonly roles: RoleIndex;
  private readonly holders = new WeakMap<User, Holder>();

  constructor(roles: RoleIndex) {
    this.roles = roles;
  }

  decide(user: User, attributes: Attributes): Verdict {
    const holder = this.holder(user);
    const key = attributes.type === 'path'
      ? `${attributes.verb} ${attributes.path}`
      : `${attributes.verb} ${attributes.group} ${attributes.namespace ?? ''} ${fullResource(attributes)}`;
    const known = holder.verdicts.get(key);
    if (known) return known;
    const { verdict, dependsOnName } = this.conclude(user, holder, attributes);
    if (!dependsOnName) {
      if (holder.verdicts.size >= limits.rememberedVerdicts) holder.verdicts.clear();
      holder.verdicts.set(key, verdict);
    }
    return verdict;
  }

  /** All rules that hold for a user in a namespace, or in the whole cluster (''), and what was not found of them. */
  rulesFor(user: User, namespace: string): { readonly rules: readonly PolicyRule[]; readonly errors: readonly string[] } {
    const scopes = this.scopes(user, this.holder(user), namespace);
    return { rules: scopes.flatMap(({ grants }) => grants.flatMap(({ rules }) => rules)), errors: scopes.flatMap(({ errors }) => errors) };
  }

  private conclude(user: User, holder: Holder, attributes: Attributes): { readonly verdict: Verdict; readonly dependsOnName: boolean } {
    let dependsOnName = false;
    const scopes = this.scopes(user, holder, (attributes.type === 'path' ? undefined : attributes.namespace) ?? '');
    for (const { grants } of scopes) {
      for (const grant of grants) {
        for (const rule of grant.rules) {
          const allows = ruleAllows(rule, attributes);
          if (allows === true) return { verdict: allowedBy(grant), dependsOnName: dependsOnName || (rule.resourceNames?.length ?? 0) > 0 };
          dependsOnName ||= allows === 'byOtherName';
        }
      }
    }
    return { verdict: noOpinion(() => lostRoles(scopes.flatMap(({ errors }) => errors))), dependsOnName };
  }

  private scopes(user: User, { clusterWide, inNamespaces }: Holder, namespace: string): readonly Grants[] {
    if (namespace === '') return [clusterWide];
    let here = inNamespaces.get(namespace);
    if (!here) inNamespaces.set(namespace, (here = this.roles.grants(user, namespace)));
    return [clusterWide, here];
  }

  private holder(user: User): Holder {
    const { generation } = this.roles;
    const known = this.holders.get(user);
    if (known?.generation === generation) return known;
    const holder = { generation, clusterWide: this.roles.grants(user, ''), inNamespaces: new Map(), verdicts: new Map() };
    this.holders.set(user, holder);
    return holder;
  }
}

function allowedBy({ binding, subject }: Grant): Verdict {
  const { kind, metadata: { name, namespace }, roleRef } = binding;
  const reason = (): string => {
    const said = kind === 'RoleBinding' ? `${name}/${namespace ?? ''}` : name;
    return `RBAC: allowed by ${kind} ${JSON.stringify(said)} of ${roleRef.kind} ${JSON.stringify(roleRef.name)} to ${describeSubject(subject, namespace)}`;
  };
  return { isAllowed: true, by: 'RBAC', reason };
}

function lostRoles(errors: readonly string[]): string {
  const [only] = errors;
  if (only === undefined) return '';
  return `RBAC: ${errors.length === 1 ? only : `[${errors.join(', ')}]`}`;
}
