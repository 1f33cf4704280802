// kubectl auth reconcile: adds what roles and bindings lack, and takes away what is too much only when told to.
// Upstream: k8s.io/kubectl pkg/cmd/auth/reconcile.go; k8s.io/component-helpers auth/rbac/reconciliation

import { deepEqual } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { ApiError, ruleText, uncoveredRules } from '../../../kinds/index.ts';
import type { PolicyRule, Subject } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, operating, throwAll } from '../../core/errors.ts';
import { bool, dryRunFlag, fileFlags, printFlags } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { at, listAt, textAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { dryRunOf, typedPrinter } from '../../printers/output.ts';
import { hasFiles, selectTargets, selectionFlags, unreadOf } from '../../resources/builder.ts';
import type { FileTarget } from '../../resources/builder.ts';

const group = 'rbac.authorization.k8s.io';
const autoUpdate = 'rbac.authorization.kubernetes.io/autoupdate';

export const reconcile: Command = {
  name: 'reconcile',
  short: 'Reconciles rules for RBAC role, role binding, cluster role, and cluster role binding objects',
  usage: '-f FILENAME',
  flags: [
    ...printFlags, ...fileFlags('Filename, directory, or URL to files identifying the resource to reconcile.'), dryRunFlag,
    bool('remove-extra-permissions', 'If true, removes extra permissions added to roles'), bool('remove-extra-subjects', 'If true, removes extra subjects added to rolebindings'),
  ],
  run: runReconcile,
};

type Operation = 'none' | 'create' | 'update' | 'recreate';

/** What one object needs. */
interface Plan {
  readonly operation: Operation;
  readonly object: AnyObject;
  /** Whether the object that is there is to be left alone. */
  readonly isProtected: boolean;
  /** What is told of it, by heading. */
  readonly told: readonly (readonly [string, readonly string[]])[];
}

function* runReconcile(kubectl: Kubectl, args: readonly string[]): Process {
  const selection = { ...selectionFlags(kubectl, []), staysUnplaced: true };
  if (!hasFiles(selection)) throw new CommandError('must specify one of -f and -k');
  if (args.length > 0) throw new CommandError('no arguments are allowed');
  const dryRun = dryRunOf(kubectl);
  if (dryRun === 'server') throw new CommandError('--dry-run=server for command reconcile is not supported yet');
  const targets = yield* selectTargets(kubectl, selection);
  for (const target of targets) {
    if (target.type === 'file' && target.mapping.group === group) yield* reconcileOne(kubectl, target, dryRun === 'client');
  }
  throwAll(unreadOf(targets));
}

function* reconcileOne(kubectl: Kubectl, target: FileTarget, isDry: boolean): Process {
  const { mapping, namespace, name, object: wanted } = target;
  // Upstream: the namespace is made sure of first, by its name.
  if (!isDry && mapping.namespaced && namespace === undefined) throw new CommandError('resource name may not be empty');
  // A dry run looks for what is in a namespace where nothing is.
  const present = isDry && mapping.namespaced ? undefined : yield* unlessMissing(kubectl.api.ask('get', { mapping, namespace, name }));
  const isRole = mapping.resource === 'roles' || mapping.resource === 'clusterroles';
  const plan = isRole ? rolePlan(wanted, present, kubectl.flags.bool('remove-extra-permissions')) : bindingPlan(wanted, present, kubectl.flags.bool('remove-extra-subjects'));
  const done = isDry || plan.isProtected || plan.operation === 'none' ? plan.object : yield* carryOut(kubectl, target, plan);
  yield* kubectl.out(typedPrinter(kubectl, 'reconciled')(done));
  if (plan.operation === 'none') return;
  const caveat = plan.isProtected ? `, but object opted out (${autoUpdate}: false)` : '';
  yield* kubectl.out(`\treconciliation required ${plan.operation}${caveat}\n`);
  for (const [heading, lines] of plan.told) if (lines.length > 0) yield* kubectl.out(`\t${heading}:\n${lines.map((line) => `\t\t${line}\n`).join('')}`);
}

function* carryOut(kubectl: Kubectl, { mapping, namespace, name }: FileTarget, { operation, object }: Plan): Process<AnyObject> {
  if (operation === 'update') return (yield* kubectl.api.ask('update', { mapping, namespace, name, body: object })) as AnyObject;
  if (operation === 'recreate') yield* kubectl.api.ask('delete', { mapping, namespace, name });
  else if (namespace !== undefined) yield* ensureNamespace(kubectl, namespace);
  return (yield* kubectl.api.ask('create', { mapping, namespace, body: object })) as AnyObject;
}

function* ensureNamespace(kubectl: Kubectl, name: string): Process {
  const mapping = { group: '', version: 'v1', resource: 'namespaces' };
  if (yield* unlessMissing(kubectl.api.ask('get', { mapping, name }))) return;
  yield* kubectl.api.ask('create', { mapping, body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } } });
}

function* unlessMissing(asked: Process<unknown>): Process<AnyObject | undefined> {
  try {
    return (yield* asked) as AnyObject;
  } catch (error) {
    const failure = operating(error);
    if (failure instanceof ApiError && failure.reason === 'NotFound') return undefined;
    throw failure;
  }
}

const rulesOf = (role: AnyObject): readonly PolicyRule[] => listAt(role, 'rules') as readonly PolicyRule[];
const selectorsOf = (role: AnyObject): readonly unknown[] => listAt(role, 'aggregationRule', 'clusterRoleSelectors');

function rolePlan(wanted: AnyObject, present: AnyObject | undefined, removesExtra: boolean): Plan {
  const rules = rulesOf(wanted);
  if (!present) return { operation: 'create', object: wanted, isProtected: false, told: [['missing rules added', rules.map(ruleText)]] };
  const missing = uncoveredRules(rulesOf(present), rules);
  const extra = removesExtra ? uncoveredRules(rules, rulesOf(present)) : [];
  const missingSelectors = selectorsOf(wanted).filter((selector) => !selectorsOf(present).some((each) => deepEqual(each, selector)));
  const extraSelectors = removesExtra ? selectorsOf(present).filter((selector) => !selectorsOf(wanted).some((each) => deepEqual(each, selector))) : [];
  const { metadata, hasChanged } = mergedMetadata(wanted, present);
  const selectors = extraSelectors.length > 0 ? selectorsOf(wanted) : [...selectorsOf(present), ...missingSelectors];
  const object = {
    ...present,
    metadata,
    rules: extra.length > 0 ? rules : [...rulesOf(present), ...missing],
    ...(selectors.length > 0 ? { aggregationRule: { clusterRoleSelectors: selectors } } : {}),
  };
  const isSame = missing.length + extra.length + missingSelectors.length + extraSelectors.length === 0 && !hasChanged;
  return {
    operation: isSame ? 'none' : 'update', object, isProtected: hasOptedOut(present),
    told: [['missing rules added', missing.map(ruleText)], ['extra rules removed', extra.map(ruleText)]],
  };
}

const subjectsOf = (binding: AnyObject): readonly Subject[] => listAt(binding, 'subjects') as readonly Subject[];

function bindingPlan(wanted: AnyObject, present: AnyObject | undefined, removesExtra: boolean): Plan {
  const subjects = subjectsOf(wanted).map(withGroup);
  if (!present) return { operation: 'create', object: wanted, isProtected: false, told: [['missing subjects added', subjects.map(subjectText)]] };
  const isProtected = hasOptedOut(present);
  const there = subjectsOf(present);
  if (!isSameRole(wanted, present)) return { operation: 'recreate', object: wanted, isProtected, told: [] };
  const missing = without(subjects, there);
  const extra = removesExtra ? without(there, subjects) : [];
  const { metadata, hasChanged } = mergedMetadata(wanted, present);
  const object = { ...present, metadata, subjects: extra.length > 0 ? subjects : [...there, ...missing] };
  const isSame = missing.length + extra.length === 0 && !hasChanged;
  return {
    operation: isSame ? 'none' : 'update', object, isProtected,
    told: [['missing subjects added', missing.map(subjectText)], ['extra subjects removed', extra.map(subjectText)]],
  };
}

const without = (some: readonly Subject[], others: readonly Subject[]): readonly Subject[] => some.filter((subject) => !others.some((other) => deepEqual(other, subject)));

function withGroup(subject: Subject): Subject {
  return subject.apiGroup === undefined && (subject.kind === 'User' || subject.kind === 'Group') ? { ...subject, apiGroup: group } : subject;
}

function isSameRole(a: AnyObject, b: AnyObject): boolean {
  return (['apiGroup', 'kind', 'name'] as const).every((field) => (textAt(a, 'roleRef', field) || group) === (textAt(b, 'roleRef', field) || group));
}

function subjectText({ kind, apiGroup = '', name, namespace = '' }: Subject): string {
  return `{Kind:${kind} APIGroup:${apiGroup} Name:${name} Namespace:${namespace}}`;
}

const hasOptedOut = (present: AnyObject): boolean => textAt(present, 'metadata', 'annotations', autoUpdate) === 'false';

/** Labels and annotations that are there win over those that are wanted. */
function mergedMetadata(wanted: AnyObject, present: AnyObject): { readonly metadata: AnyObject; readonly hasChanged: boolean } {
  const merged = (field: string): AnyObject => ({ ...(at(wanted, 'metadata', field) as AnyObject | undefined), ...(at(present, 'metadata', field) as AnyObject | undefined) });
  const [labels, annotations] = [merged('labels'), merged('annotations')];
  const hasChanged = [['labels', labels], ['annotations', annotations]].some(([field, after]) => !deepEqual(at(present, 'metadata', String(field)) ?? {}, after));
  const kept = Object.fromEntries(Object.entries({ labels, annotations }).filter(([, values]) => Object.keys(values).length > 0));
  return { metadata: { ...(at(present, 'metadata') as AnyObject), ...kept }, hasChanged };
}
