// To which flow schema a request belongs, and so to which priority level: the answer says it.
// Upstream: k8s.io/apiserver pkg/util/flowcontrol rule.go, pkg/server/filters/priority-and-fairness.go

import { compareText } from '../../base/index.ts';
import type { FlowSchema, PriorityLevelConfiguration, User } from '../../kinds/index.ts';
import { fullResource } from '../authorization/attributes.ts';
import type { Attributes } from '../authorization/attributes.ts';

type Rule = NonNullable<FlowSchema['spec']['rules']>[number];
type Subject = Rule['subjects'][number];

interface Flow {
  readonly rules: readonly Rule[];
  readonly headers: Readonly<Record<string, string>>;
}

const any = '*';
const has = (list: readonly string[] | null | undefined, value: string): boolean => list?.some((each) => each === value || each === any) === true;
const accountUser = /^system:serviceaccount:([^:]*):([^:]*)$/;
const unknown: Readonly<Record<string, string>> = {};

/** The flow schemas in the order in which requests are held against them. */
export class Flows {
  private flows: readonly Flow[] = [];

  /** Goes by these from now on; schemas whose priority level is not there do not count. */
  refresh(schemas: readonly FlowSchema[], levels: readonly PriorityLevelConfiguration[]): void {
    const uids = new Map(levels.map(({ metadata }) => [metadata.name, metadata.uid]));
    const sorted = schemas.toSorted((a, b) => a.spec.matchingPrecedence - b.spec.matchingPrecedence || compareText(a.metadata.name, b.metadata.name));
    this.flows = sorted.flatMap(({ metadata, spec: { priorityLevelConfiguration: level, rules = [] } }) => {
      const uid = uids.get(level.name);
      if (uid === undefined) return [];
      return [{ rules, headers: { 'x-kubernetes-pf-flowschema-uid': metadata.uid, 'x-kubernetes-pf-prioritylevel-uid': uid } }];
    });
  }

  /** What the answer to a request says of its flow; nothing while no schemas are known. */
  headersOf(user: User, attributes: Attributes): Readonly<Record<string, string>> {
    const flow = this.flows.find(({ rules }) => rules.some((rule) => matches(rule, user, attributes)));
    return flow?.headers ?? unknown;
  }
}

function matches({ subjects, resourceRules = [], nonResourceRules = [] }: Rule, user: User, asked: Attributes): boolean {
  if (!subjects.some((subject) => isMeant(subject, user))) return false;
  if (asked.type === 'path') return nonResourceRules.some(({ verbs, nonResourceURLs }) => has(verbs, asked.verb) && nonResourceURLs.some((pattern) => leadsTo(pattern, asked.path)));
  return resourceRules.some(({ verbs, apiGroups, resources, clusterScope = false, namespaces }) =>
    has(verbs, asked.verb) && has(apiGroups, asked.group) && has(resources, fullResource(asked)) && (asked.namespace ? has(namespaces, asked.namespace) : clusterScope));
}

function isMeant({ kind, user: named, group, serviceAccount }: Subject, user: User): boolean {
  switch (kind) {
    case 'User': return named?.name === any || named?.name === user.name;
    case 'Group': return group?.name === any || user.groups.includes(group?.name ?? '');
    default: {
      const [, namespace, name] = accountUser.exec(user.name) ?? [];
      return namespace !== undefined && serviceAccount?.namespace === namespace && (serviceAccount.name === any || serviceAccount.name === name);
    }
  }
}

function leadsTo(pattern: string, path: string): boolean {
  return pattern === any || pattern === path || (pattern.endsWith('/*') && path.startsWith(pattern.slice(0, -1)));
}
