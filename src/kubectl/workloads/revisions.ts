// The earlier templates of a workload: ReplicaSets of a Deployment, ControllerRevisions of the others.
// Upstream: k8s.io/kubectl pkg/polymorphichelpers/history.go, rollback.go

import { isObject } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, controllerOf, groupKind, labelSelectorText } from '../../kinds/index.ts';
import type { ControllerRevision, Deployment, LabelSelector, ObjectList, PodTemplateSpec } from '../../kinds/index.ts';
import { CommandError } from '../core/errors.ts';
import type { Kubectl } from '../core/kubectl.ts';
import { at, namespaceOf, textAt } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import type { Info } from '../resources/fetch.ts';
import { changeCauseKey, replicaSetsOf, revisionOf } from './replica-sets.ts';

/** One earlier state of a workload. */
export interface Revision {
  readonly number: number;
  /** The ReplicaSet or ControllerRevision that keeps it. */
  readonly object: AnyObject;
  readonly changeCause: string;
  readonly template: PodTemplateSpec;
  readonly annotations: Readonly<Record<string, string>>;
  /** The data of a ControllerRevision, which is a patch. */
  readonly data?: unknown;
}

/** All revisions of a workload, the oldest first. */
export function* revisionsOf(kubectl: Kubectl, info: Info): Process<readonly Revision[]> {
  switch (info.mapping.kind) {
    case 'Deployment': return yield* deploymentRevisions(kubectl, info.object as unknown as Deployment);
    case 'DaemonSet':
    case 'StatefulSet': return yield* controllerRevisions(kubectl, info.object);
    case 'CronJob':
    case 'Job':
    case 'Pod':
    case 'ReplicaSet':
    case 'ReplicationController': throw new CommandError(`no history viewer has been implemented for ${JSON.stringify(groupKind(info.mapping))}`);
    default: throw new CommandError(`error retrieving history for ${JSON.stringify(info.mapping.kind)}, no visitor method exists for {${info.mapping.group} ${info.mapping.kind}}`);
  }
}

function* deploymentRevisions(kubectl: Kubectl, deployment: Deployment): Process<readonly Revision[]> {
  const { current, old } = yield* replicaSetsOrRefusal(kubectl, deployment);
  const sets = current ? [...old, current] : old;
  return sets.map((set) => ({
    number: revisionOf(set), object: set as unknown as AnyObject, changeCause: set.metadata.annotations?.[changeCauseKey] ?? '', template: set.spec.template, annotations: set.metadata.annotations ?? {},
  })).filter(({ number }) => number > 0).toSorted((a, b) => a.number - b.number);
}

function* replicaSetsOrRefusal(kubectl: Kubectl, deployment: Deployment): ReturnType<typeof replicaSetsOf> {
  try {
    return yield* replicaSetsOf(kubectl, deployment);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new CommandError(`failed to retrieve replica sets from deployment ${deployment.metadata.name}: ${error.message}`);
  }
}

function* controllerRevisions(kubectl: Kubectl, object: AnyObject): Process<readonly Revision[]> {
  const options = { labelSelector: labelSelectorText(at(object, 'spec', 'selector') as LabelSelector) };
  const mapping = { group: 'apps', version: 'v1', resource: 'controllerrevisions' };
  const list = (yield* kubectl.api.ask('list', { mapping, namespace: namespaceOf(object), options })) as ObjectList<ControllerRevision>;
  const uid = textAt(object, 'metadata', 'uid');
  return list.items.filter((each) => controllerOf(each)?.uid === uid).map((each) => {
    const template = at(each.data, 'spec', 'template');
    return {
      number: each.revision, object: each as unknown as AnyObject, changeCause: each.metadata.annotations?.[changeCauseKey] ?? '', data: each.data,
      template: (isObject(template) ? template : {}) as unknown as PodTemplateSpec, annotations: each.metadata.annotations ?? {},
    };
  }).toSorted((a, b) => a.number - b.number);
}
