import { compareText, withFields } from '../../base/index.ts';
import { accountUser, clusterRoleBindingKind, clusterRoleKind, keyOf, roleBindingKind, roleKind } from '../../kinds/index.ts';
import type { AnyKind, ClusterRole, ClusterRoleBinding, KubeObject, PolicyRule, Role, RoleBinding, RoleRef, Subject, User } from '../../kinds/index.ts';
import type { RegistryCache } from '../cache/registry-cache.ts';
import { everything } from '../cache/selection.ts';
import type { ResourceCache } from '../cache/resource-cache.ts';

export type Binding = RoleBinding | ClusterRoleBinding;

/** One who is bound, by a key: `User ann`, `Group devs`. Service accounts are users. */
type SubjectKey = string;

interface Bound {
  readonly binding: Binding;
  readonly subject: Subject;
}

/** The bindings of one scope, by whom they bind; of each the first subject that counts. */
class BindingsBySubject {
  private readonly bySubject = new Map<SubjectKey, Map<string, Bound>>();

  set(key: string, binding: Binding): void {
    for (const subject of binding.subjects ?? []) {
      const subjectKey = subjectKeyOf(subject, binding.metadata.namespace);
      let bound = this.bySubject.get(subjectKey);
      if (!bound) this.bySubject.set(subjectKey, (bound = new Map()));
      if (!bound.has(key)) bound.set(key, { binding, subject });
    }
  }

  delete(key: string, binding: Binding): void {
    for (const subject of binding.subjects ?? []) {
      const subjectKey = subjectKeyOf(subject, binding.metadata.namespace);
      const bound = this.bySubject.get(subjectKey);
      bound?.delete(key);
      if (bound?.size === 0) this.bySubject.delete(subjectKey);
    }
  }

  /** What binds one of them, in the order of the bindings' names. */
  of(subjects: readonly SubjectKey[]): readonly Bound[] {
    const found = new Map<string, Bound>();
    for (const subject of subjects) {
      for (const [key, bound] of this.bySubject.get(subject) ?? []) if (!found.has(key)) found.set(key, bound);
    }
    return [...found].sort(([a], [b]) => compareText(a, b)).map(([, bound]) => bound);
  }
}

function subjectKeyOf({ kind, name, namespace }: Subject, bindingNamespace: string | undefined): SubjectKey {
  return kind === 'ServiceAccount' ? `User ${accountUser(namespace || bindingNamespace || '', name)}` : `${kind} ${name}`;
}

/** A rule that holds for a user, and what gives it to them. */
export interface Grant extends Bound {
  readonly rules: readonly PolicyRule[];
}

/** What binds a user in a scope: the rules, and what could not be found of them. */
export interface Grants {
  readonly grants: readonly Grant[];
  readonly errors: readonly string[];
}

/** Roles and bindings as the watch cache tells them, by whom they are for. */
export class RoleIndex {
  /** Grows with every change of a role or a binding: what was concluded before may be wrong. */
  generation = 0;
  private readonly roles: ResourceCache;
  private readonly clusterRoles: ResourceCache;
  private readonly clusterBindings: ResourceCache;
  private readonly roleBindings: ResourceCache;
  private clusterWide = new BindingsBySubject();
  private byNamespace = new Map<string, BindingsBySubject>();

  constructor(cache: RegistryCache) {
    const of = (kind: unknown): ResourceCache => cache.of(kind as AnyKind);
    this.roles = of(roleKind);
    this.clusterRoles = of(clusterRoleKind);
    this.clusterBindings = of(clusterRoleBindingKind);
    this.roleBindings = of(roleBindingKind);
    for (const roles of [this.roles, this.clusterRoles]) {
      roles.onChange(() => void this.generation++);
      roles.onReplaced(() => void this.generation++);
    }
    for (const bindings of [this.clusterBindings, this.roleBindings]) {
      bindings.onChange((key, previous, next) => this.bindingChanged(bindings, key, previous, next));
      bindings.onReplaced(() => this.rebuild());
    }
  }

  /** What is bound to a user: everywhere (''), or in a namespace only there. */
  grants(user: User, namespace: string): Grants {
    const bindings = namespace === '' ? this.clusterWide : this.byNamespace.get(namespace);
    const grants: Grant[] = [];
    const errors: string[] = [];
    for (const bound of bindings?.of(subjectsOf(user)) ?? []) {
      const found = this.rulesOf(bound.binding.roleRef, bound.binding.metadata.namespace ?? '');
      if ('missing' in found) errors.push(found.missing);
      else grants.push(withFields(bound, { rules: found.rules }));
    }
    return { grants, errors };
  }

  /** The rules of a role, or that there is no such role. */
  rulesOf({ kind, name }: Pick<RoleRef, 'kind' | 'name'>, namespace: string): { readonly rules: readonly PolicyRule[] } | { readonly missing: string } {
    const isRole = kind === 'Role';
    const role = isRole ? this.roles.get(keyOf(namespace, name)) : this.clusterRoles.get(keyOf(undefined, name));
    if (!role) return { missing: `${isRole ? 'role' : 'clusterrole'}.rbac.authorization.k8s.io "${name}" not found` };
    return { rules: (role as unknown as Role | ClusterRole).rules ?? [] };
  }

  private bindingChanged(cache: ResourceCache, key: string, previous: KubeObject | undefined, next: KubeObject | undefined): void {
    this.generation++;
    const scope = this.scopeOf(cache, (next ?? previous)?.metadata.namespace ?? '');
    if (previous) scope.delete(key, previous as unknown as Binding);
    if (next) scope.set(key, next as unknown as Binding);
  }

  private scopeOf(cache: ResourceCache, namespace: string): BindingsBySubject {
    if (cache === this.clusterBindings) return this.clusterWide;
    let scope = this.byNamespace.get(namespace);
    if (!scope) this.byNamespace.set(namespace, (scope = new BindingsBySubject()));
    return scope;
  }

  private rebuild(): void {
    this.clusterWide = new BindingsBySubject();
    this.byNamespace = new Map();
    for (const cache of [this.clusterBindings, this.roleBindings]) {
      for (const binding of cache.list(everything)) this.bindingChanged(cache, keyOf(binding.metadata.namespace, binding.metadata.name), undefined, binding);
    }
    this.generation++;
  }
}

function subjectsOf({ name, groups }: User): readonly SubjectKey[] {
  return [`User ${name}`, ...groups.map((group) => `Group ${group}`)];
}

/** `User "ann"`, `ServiceAccount "robot/default"` */
export function describeSubject({ kind, name, namespace }: Subject, bindingNamespace: string | undefined): string {
  const said = kind === 'ServiceAccount' ? `${name}/${namespace || bindingNamespace || ''}` : name;
  return `${kind} ${JSON.stringify(said)}`;
}
