// What a workload's template was at each time: ControllerRevisions, the newest of which is the present one.
// Upstream: pkg/controller/daemon/update.go constructHistory, pkg/controller/history
import { deepEqual } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, controllerReference, controllerRevisionKind } from '../../kinds/index.ts';
import type { ControllerRevision, ControllerRevisionInput, LabelSelector, NamespacedObject, PodTemplateSpec } from '../../kinds/index.ts';
import type { ControllerContext } from './context.ts';
import { claimDependents } from './owners.ts';
import { unlessGone } from './unless-gone.ts';

/** The label by which a Pod says of which revision it is. */
export const revisionHashLabel = 'controller-revision-hash';

/** The present revision and those before it. */
export interface RevisionHistory {
  readonly current: ControllerRevision;
  readonly old: readonly ControllerRevision[];
}

/** A workload as its history sees it. */
export interface Revised {
  readonly owner: NamespacedObject;
  readonly selector: LabelSelector;
  readonly template: PodTemplateSpec;
  /** The short text that the revision of the present template is named by. */
  readonly hash: string;
}

/** What a revision keeps: a patch that puts the whole template back. */
function dataOf(template: PodTemplateSpec): ControllerRevision['data'] {
  return { spec: { template: { ...template, $patch: 'replace' } } };
}

/** The template that a revision keeps. */
export function templateKeptIn({ data }: ControllerRevision): PodTemplateSpec {
  const { $patch: _, ...template } = (data as { readonly spec: { readonly template: PodTemplateSpec & { readonly $patch: string } } }).spec.template;
  return template;
}

/**
 * Finds the revision of the present template, or makes it, and gives it the highest number.
 * Gives undefined when its name belongs to another template: the caller is to take another hash.
 */
export function* historyOf({ client }: ControllerContext, revised: Revised, candidates: readonly ControllerRevision[]): Process<RevisionHistory | undefined> {
  const { owner, selector, template, hash } = revised;
  const revisions = client.of(controllerRevisionKind);
  const owned = yield* claimDependents<ControllerRevision>({ owner, selector, dependents: revisions, candidates });
  const data = dataOf(template);
  const same = owned.filter((revision) => deepEqual(revision.data, data)).toSorted((a, b) => b.revision - a.revision);
  const [found, ...twins] = same;
  const old = owned.filter((revision) => !same.includes(revision));
  const number = Math.max(0, ...old.map(({ revision }) => revision)) + 1;
  for (const { metadata } of twins) yield* unlessGone(revisions.delete(metadata));
  if (found) return { current: found.revision < number ? yield* revisions.update({ ...found, revision: number }) : found, old };
  const { name, namespace, annotations } = owner.metadata;
  const wanted: ControllerRevisionInput = {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels: { ...template.metadata?.labels, [revisionHashLabel]: hash },
      ...(annotations ? { annotations } : {}),
      ownerReferences: [controllerReference(owner)],
    },
    data,
    revision: number,
  };
  try {
    return { current: yield* revisions.create(wanted), old };
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
    const existing = yield* revisions.get({ namespace, name: `${name}-${hash}` });
    return deepEqual(existing.data, data) ? { current: existing, old } : undefined;
  }
}

/** Deletes the oldest revisions beyond the limit of which no Pod is any more. */
export function* forgetRevisions({ client }: ControllerContext, old: readonly ControllerRevision[], live: ReadonlySet<string>, limit: number): Process {
  const idle = old.filter(({ metadata }) => !live.has(metadata.labels?.[revisionHashLabel] ?? ''));
  const surplus = idle.toSorted((a, b) => a.revision - b.revision).slice(0, Math.max(0, old.length - limit));
  for (const { metadata } of surplus) yield* unlessGone(client.of(controllerRevisionKind).delete(metadata));
}
