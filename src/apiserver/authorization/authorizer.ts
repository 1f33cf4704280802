// The second stage of a request: may its user do that? Authorisers are asked one after the other until one says yes.
// Upstream: k8s.io/apiserver pkg/authorization/union; pkg/kubeapiserver/authorizer; kube-apiserver --authorization-mode=Node,RBAC

import type { User } from '../../kinds/index.ts';
import { mastersGroup } from '../authentication/identity.ts';
import type { Attributes } from './attributes.ts';

/** What came of asking. */
export interface Verdict {
  readonly isAllowed: boolean;
  /** `masters`, `Node`, `RBAC`, `AlwaysAllow`: who allowed it; '' when nobody did. */
  readonly by: string;
  /** Why it is allowed, or not: of those who were asked, the words of those who had any. */
  reason(): string;
}

/** Says whether somebody may do something. */
export interface Authorizer {
  decide(user: User, attributes: Attributes): Verdict;
}

const noReason = (): string => '';

/** Allowed without a word. */
export const allowedBy = (by: string): Verdict => ({ isAllowed: true, by, reason: noReason });

/** Not allowed by the one who was asked. */
export const noOpinion = (reason: () => string = noReason): Verdict => ({ isAllowed: false, by: '', reason });

const masters = allowedBy('masters');

/** Asks each in turn; whoever is in system:masters is not asked about. */
export class AuthorizerChain implements Authorizer {
  private readonly links: readonly Authorizer[];

  constructor(links: readonly Authorizer[]) {
    this.links = links;
  }

  decide(user: User, attributes: Attributes): Verdict {
    if (user.groups.includes(mastersGroup)) return masters;
    const refusals: Verdict[] = [];
    for (const link of this.links) {
      const verdict = link.decide(user, attributes);
      if (verdict.isAllowed) return verdict;
      refusals.push(verdict);
    }
    return noOpinion(() => refusals.map((verdict) => verdict.reason()).filter((reason) => reason !== '').join('\n'));
  }
}
