// A set of objects that are applied together and known by their parent: what left the files goes.
// Upstream: k8s.io/kubectl pkg/cmd/apply/applyset.go, applyset_pruner.go

import { compareText, quote } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { resourceAndVersion } from '../../core/discovery.ts';
import type { Discovery, Mapping } from '../../core/discovery.ts';
import { CommandError, operating } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { mapAt, nameOf, namespaceOf, withField } from '../../core/object.ts';
import { dryRunOf, operationPrinter } from '../../printers/output.ts';
import type { FileTarget } from '../../resources/builder.ts';
import { listAll } from '../../resources/fetch.ts';
import type { Applied } from './apply-one.ts';
import { fetchParent, groupKind, parentLabels, setId, tooling, writeParent } from './apply-set-parent.ts';
import type { Extent, Parent } from './apply-set-parent.ts';

/** What says of an object to which set it belongs. */
export const partOfLabel = 'applyset.kubernetes.io/part-of';

/** The parent that `--applyset` names: `NAME` of a Secret, or `RESOURCE.GROUP/NAME`. */
export function readParent(kubectl: Kubectl, discovery: Discovery): Parent | undefined {
  const { flags } = kubectl;
  const given = flags.has('applyset') ? flags.text('applyset') : '';
  if (given === '') return undefined;
  const slash = given.indexOf('/');
  const [word, name] = slash < 0 ? ['secrets', given] : [given.slice(0, slash), given.slice(slash + 1)];
  const wrong = (why: string): CommandError => new CommandError(`invalid parent reference ${quote(given)}: ${why}`);
  const [resource = '', ...rest] = word.split('.');
  const group = rest.join('.');
  const mapping = discovery.find(word);
  if (!mapping || (group !== '' && mapping.group !== group)) throw wrong(`no matches for ${group}/, Resource=${resource}`);
  if (name === '') throw wrong('name cannot be blank');
  return { mapping, name, namespace: mapping.namespaced && kubectl.isNamespaceEnforced ? kubectl.namespace : undefined };
}

const builtInParents: ReadonlySet<string> = new Set(['Secret', 'ConfigMap']);
const isParentTypeLabel = 'applyset.kubernetes.io/is-parent-type';

/** Whether a set may be as it is asked for. Throws what is wrong. */
export function* checkParent(kubectl: Kubectl, { mapping, namespace }: Parent): Process {
  if (mapping.namespaced && namespace === undefined) throw new CommandError('namespace is required to use namespace-scoped ApplySet');
  if (builtInParents.has(groupKind(mapping)) || (yield* isParentType(kubectl, mapping))) return;
  throw new CommandError(`resource ${quote(resourceAndVersion(mapping))} is not permitted as an ApplySet parent`);
}

function* isParentType(kubectl: Kubectl, { resource, group }: Mapping): Process<boolean> {
  const definitions = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };
  const list = (yield* kubectl.api.ask('list', { mapping: definitions, options: { labelSelector: isParentTypeLabel } })) as { readonly items: readonly unknown[] };
  return list.items.some((item) => nameOf(item) === `${resource}.${group}`);
}

/** One run of a set: its parent, and where members may be from before. */
export class ApplySet {
  private readonly kubectl: Kubectl;
  private readonly parent: Parent;
  private readonly id: string;
  private readonly before: Extent;

  private constructor(kubectl: Kubectl, parent: Parent, before: Extent) {
    this.kubectl = kubectl;
    this.parent = parent;
    this.id = setId(parent);
    this.before = before;
  }

  /** The set as its parent tells of it, or a new one. Throws what is wrong with the parent. */
  static *open(kubectl: Kubectl, parent: Parent): Process<ApplySet> {
    return new ApplySet(kubectl, parent, yield* fetchParent(kubectl, parent));
  }

  /** The objects with the label of members. */
  withLabel(targets: readonly FileTarget[]): readonly FileTarget[] {
    return targets.map((target) => {
      if (mapAt(target.object, 'metadata', 'labels')[partOfLabel] !== undefined) throw new CommandError(`ApplySet label ${quote(partOfLabel)} already set in input data`);
      return { ...target, object: withField(target.object, ['metadata', 'labels', partOfLabel], this.id) };
    });
  }

  /** Notes in the parent where members will be, with where they were. */
  *begin(targets: readonly FileTarget[]): Process {
    yield* this.write(union(this.before, this.extentOf(targets)));
  }

  /** Deletes members that were not applied, and notes in the parent where the others are. */
  *end(targets: readonly FileTarget[], applied: readonly Applied[]): Process {
    const now = this.extentOf(targets);
    const kept = new Set(applied.map(({ mapping, object }) => keyOf(mapping, object)));
    const { parent, before } = this;
    const namespaces = [...new Set([...before.namespaces, parent.namespace ?? []].flat())].sort(compareText);
    for (const [, mapping] of sorted(before.kinds)) {
      for (const namespace of mapping.namespaced ? namespaces : [undefined]) yield* this.prune(mapping, namespace, kept);
    }
    yield* this.write(now);
  }

  private *prune(mapping: Mapping, namespace: string | undefined, kept: ReadonlySet<string>): Process {
    const { kubectl } = this;
    const members = yield* listAll(kubectl, { type: 'list', mapping, namespace, labels: `${partOfLabel}=${this.id}`, fields: '' });
    for (const member of members) {
      if (kept.has(keyOf(mapping, member))) continue;
      try {
        const options = { propagationPolicy: 'Background' as const, ...(dryRunOf(kubectl) === 'server' ? { dryRun: true } : undefined) };
        if (dryRunOf(kubectl) !== 'client') yield* kubectl.api.ask('delete', { mapping, namespace, name: nameOf(member), options });
      } catch (error) {
        throw new CommandError(`pruning ${mapping.kind} ${namespace === undefined ? '' : `${namespace}/`}${nameOf(member)}: ${operating(error).message}`);
      }
      yield* kubectl.out(operationPrinter(kubectl, 'pruned')(member));
    }
  }

  private extentOf(targets: readonly FileTarget[]): Extent {
    return {
      kinds: new Map(targets.map(({ mapping }) => [groupKind(mapping), mapping])),
      namespaces: new Set(targets.flatMap(({ namespace = [] }) => namespace)),
    };
  }

  private *write({ kinds, namespaces }: Extent): Process {
    if (dryRunOf(this.kubectl) !== 'none') return;
    const { parent } = this;
    yield* writeParent(this.kubectl, parent, {
      labels: { [parentLabels.id]: this.id },
      annotations: {
        [parentLabels.tooling]: tooling,
        [parentLabels.kinds]: [...kinds.keys()].sort(compareText).join(','),
        [parentLabels.namespaces]: [...namespaces].filter((each) => each !== parent.namespace).sort(compareText).join(','),
      },
    });
  }
}

const keyOf = (mapping: Mapping, object: unknown): string => `${groupKind(mapping)} ${namespaceOf(object)}/${nameOf(object)}`;

const sorted = (kinds: Extent['kinds']): readonly (readonly [string, Mapping])[] => [...kinds].sort(([a], [b]) => compareText(a, b));

function union(a: Extent, b: Extent): Extent {
  return { kinds: new Map([...a.kinds, ...b.kinds]), namespaces: new Set([...a.namespaces, ...b.namespaces]) };
}
