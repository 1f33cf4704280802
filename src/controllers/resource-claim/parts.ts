import type { ObjectStore } from '../../client/index.ts';
import type { Pod, ResourceClaim, ResourceClaimTemplate } from '../../kinds/index.ts';
import type { ControllerContext } from '../framework/context.ts';

/** What the passes over Pods and claims share. */
export interface ClaimParts {
  readonly context: ControllerContext;
  readonly pods: ObjectStore<Pod>;
  readonly claims: ObjectStore<ResourceClaim>;
  readonly templates: ObjectStore<ResourceClaimTemplate>;
}
