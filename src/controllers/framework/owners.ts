// Upstream: pkg/controller, ControllerRefManager
import type { ResourceClient } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, controllerOf, controllerReference, selectorMatches } from '../../kinds/index.ts';
import type { KubeInput, LabelSelector, NamespacedObject } from '../../kinds/index.ts';

/** An owner that claims dependents: those that match its selector are adopted, those that do not are released. */
export interface Claim<Stored extends NamespacedObject> {
  readonly owner: NamespacedObject;
  readonly selector: LabelSelector;
  readonly dependents: ResourceClient<KubeInput, Stored>;
  readonly candidates: readonly Stored[];
  /** Which unowned ones may be adopted (an ended Pod is not). */
  readonly mayAdopt?: (dependent: Stored) => boolean;
  /** What adopted ones are kept by, and released ones no more. */
  readonly finalizers?: readonly string[];
}

/** The dependents that the owner controls after adopting and releasing. */
export function* claimDependents<Stored extends NamespacedObject>(claim: Claim<Stored>): Process<readonly Stored[]> {
  const { owner, selector, candidates, mayAdopt } = claim;
  const isOwnerDeleting = owner.metadata.deletionTimestamp !== undefined;
  const claimed: Stored[] = [];
  for (const candidate of candidates) {
    const controller = controllerOf(candidate);
    const matches = selectorMatches(selector, candidate.metadata.labels);
    if (controller) {
      if (controller.uid !== owner.metadata.uid) continue;
      if (matches) claimed.push(candidate);
      else if (!isOwnerDeleting) yield* release(claim, candidate);
      continue;
    }
    if (!matches || isOwnerDeleting || candidate.metadata.deletionTimestamp !== undefined) continue;
    if (mayAdopt && !mayAdopt(candidate)) continue;
    const adopted = yield* adopt(claim, candidate);
    if (adopted) claimed.push(adopted);
  }
  return claimed;
}

function* adopt<Stored extends NamespacedObject>({ owner, dependents, finalizers }: Claim<Stored>, dependent: Stored): Process<Stored | undefined> {
  const patch = { metadata: { uid: dependent.metadata.uid, ownerReferences: [controllerReference(owner)], ...(finalizers ? { finalizers } : {}) } };
  return yield* unlessGone(dependents.patch(dependent.metadata, 'strategic', patch));
}

function* release<Stored extends NamespacedObject>({ owner, dependents, finalizers }: Claim<Stored>, dependent: Stored): Process {
  const kept = finalizers ? { '$deleteFromPrimitiveList/finalizers': finalizers } : {};
  const patch = {
    metadata: { uid: dependent.metadata.uid, ownerReferences: [{ $patch: 'delete', uid: owner.metadata.uid }], ...kept },
  };
  yield* unlessGone(dependents.patch(dependent.metadata, 'strategic', patch));
}

/** A dependent that has gone, or is another one of the same name by now, needs nothing. */
function* unlessGone<Stored>(request: Process<Stored>): Process<Stored | undefined> {
  try {
    return yield* request;
  } catch (error) {
    if (error instanceof ApiError && (error.reason === 'NotFound' || error.reason === 'Invalid')) return undefined;
    throw error;
  }
}
