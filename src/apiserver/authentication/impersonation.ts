// Who wants to be taken for somebody else must be allowed to. There are two ways: in the constrained one, roles say whom, and for
// which requests; in the old one, whom is enough. Which way worked last for somebody is tried first, and when none works its
// refusal is told.
// Upstream: k8s.io/apiserver pkg/endpoints/filters/impersonation

import { LruMap, compareText } from '../../base/index.ts';
import { ApiError, accountGroups, accountOf } from '../../kinds/index.ts';
import type { Impersonation, User } from '../../kinds/index.ts';
import type { Attributes, ResourceAttributes } from '../authorization/attributes.ts';
import type { Authorizer } from '../authorization/authorizer.ts';
import { forbiddenTo } from '../authorization/forbidden.ts';
import { limits } from '../limits.ts';
import { anonymous, authenticatedGroup, mastersGroup, unauthenticatedGroup } from './identity.ts';

const nodePrefix = 'system:node:';
const ownGroup = 'authentication.k8s.io';

/** One way to be allowed to. Throws Forbidden. */
type Way = (asker: User, wanted: Impersonation, asked: Attributes) => User;

/** Decides who may be taken for whom. */
export class Impersonations {
  private readonly authorizer: Authorizer;
  private readonly lastWay = new LruMap<string, 'constrained' | 'legacy'>(limits.rememberedImpersonators);

  constructor(authorizer: Authorizer) {
    this.authorizer = authorizer;
  }

  /** The user that somebody wants to be taken for, for one request. Throws Forbidden. */
  wanted(asker: User, wanted: Impersonation, asked: Attributes): User {
    const order = this.lastWay.get(asker.name) === 'legacy' ? (['legacy', 'constrained'] as const) : (['constrained', 'legacy'] as const);
    let refusal: ApiError | undefined;
    for (const name of order) {
      const way: Way | undefined = name === 'legacy' ? this.legacy : this.constrainedFor(wanted);
      if (!way) continue;
      try {
        const user = way(asker, wanted, asked);
        this.lastWay.set(asker.name, name);
        return user;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        refusal ??= error;
      }
    }
    throw refusal ?? new Error('there is always one way');
  }

  private readonly legacy: Way = (asker, wanted) => {
    const account = accountOf(wanted.user);
    const may = (part: Omit<ResourceAttributes, 'type' | 'verb'>): void => this.check(asker, { type: 'resource', verb: 'impersonate', ...part });
    if (account) may({ group: '', resource: 'serviceaccounts', ...account });
    else may({ group: '', resource: 'users', name: wanted.user });
    for (const name of wanted.groups) may({ group: '', resource: 'groups', name });
    for (const [key, value] of extraPairs(wanted)) may({ group: ownGroup, resource: 'userextras', subresource: key, name: value });
    if (wanted.uid !== '') may({ group: ownGroup, resource: 'uids', name: wanted.uid });
    return taken(wanted, account && wanted.groups.length === 0 ? accountGroups(account.namespace) : wanted.groups);
  };

  /** What the wanted user is decides which verbs are needed; who says more of an account or a node than its name goes the old way. */
  private constrainedFor(wanted: Impersonation): Way | undefined {
    const isNamedOnly = wanted.groups.length === 0 && wanted.uid === '' && Object.keys(wanted.extra).length === 0;
    const account = accountOf(wanted.user);
    if (account) {
      return isNamedOnly ? this.constrained('serviceaccount', accountGroups(account.namespace), () => [{ resource: 'serviceaccounts', ...account }]) : undefined;
    }
    if (wanted.user.startsWith(nodePrefix)) {
      return isNamedOnly ? this.constrained('arbitrary-node', ['system:nodes'], () => [{ resource: 'nodes', name: wanted.user.slice(nodePrefix.length) }]) : undefined;
    }
    return this.constrained('user-info', wanted.groups, () => [
      { resource: 'users', name: wanted.user },
      ...wanted.groups.map((name) => ({ resource: 'groups', name, why: name === mastersGroup ? 'impersonating the system:masters group is not allowed' : undefined })),
      ...extraPairs(wanted).map(([key, name]) => (isDomainPrefixed(key) ? { resource: 'userextras', subresource: key, name } : { resource: 'userextras', why: badKey(key) })),
      ...(wanted.uid === '' ? [] : [{ resource: 'uids', name: wanted.uid }]),
    ]);
  }

  private constrained(mode: string, groups: readonly string[], parts: () => readonly ConstrainedPart[]): Way {
    return (asker, wanted, asked) => {
      this.check(asker, { ...asked, verb: `impersonate-on:${mode}:${asked.verb}` });
      for (const { why, ...part } of parts()) {
        const attributes: ResourceAttributes = { type: 'resource', verb: `impersonate:${mode}`, group: ownGroup, ...part };
        if (why !== undefined) throw forbiddenTo(asker, attributes, why);
        this.check(asker, attributes);
      }
      return taken(wanted, groups);
    };
  }

  private check(asker: User, attributes: Attributes): void {
    const verdict = this.authorizer.decide(asker, attributes);
    if (!verdict.isAllowed) throw forbiddenTo(asker, attributes, verdict.reason());
  }
}

/** What somebody wants to be called, and why that is out of the question. */
interface ConstrainedPart extends Pick<ResourceAttributes, 'resource' | 'subresource' | 'namespace' | 'name'> {
  readonly why?: string | undefined;
}

const extraPairs = ({ extra }: Impersonation): readonly (readonly [string, string])[] =>
  Object.entries(extra).sort(([a], [b]) => compareText(a, b)).flatMap(([key, values]) => values.map((value) => [key, value] as const));

const isDomainPrefixed = (key: string): boolean => /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/.+$/.test(key) && key.slice(0, key.indexOf('/')).includes('.');

const badKey = (key: string): string =>
  `impersonating an invalid key in extra is not allowed: extra.key: Invalid value: ${JSON.stringify(key)}: must be a domain-prefixed path (such as "acme.io/foo")`;

function taken({ user: name, uid, extra }: Impersonation, groups: readonly string[]): User {
  const isKnown = groups.includes(authenticatedGroup) || groups.includes(unauthenticatedGroup);
  const all = isKnown ? groups : [...groups, name === anonymous.user.name ? unauthenticatedGroup : authenticatedGroup];
  return { name, uid, groups: all, extra };
}
