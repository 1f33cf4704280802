// kubectl rollout undo.
// Upstream: k8s.io/kubectl pkg/polymorphichelpers/rollback.go

import { deepEqual } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { groupKind, lastAppliedAnnotation } from '../../../kinds/index.ts';
import type { Deployment } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError } from '../../core/errors.ts';
import { dryRunFlag, fileFlags, int, printFlags, selectorFlag } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { at, mapAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { hasLastApplied } from '../../patch/last-applied.ts';
import { dryRunOf, dryRunSuffix, typedPrinter } from '../../printers/output.ts';
import { forEachInfo } from '../../resources/fetch.ts';
import type { Info } from '../../resources/fetch.ts';
import { revisionKey, withoutHash } from '../../workloads/replica-sets.ts';
import { revisionsOf } from '../../workloads/revisions.ts';
import type { Revision } from '../../workloads/revisions.ts';
import { templateText } from './history.ts';
import { rolloutTargets } from './targets.ts';

export const rolloutUndo: Command = {
  name: 'undo', short: 'Undo a previous rollout', usage: '(TYPE NAME | TYPE/NAME) [flags]',
  flags: [
    ...printFlags, ...fileFlags('Filename, directory, or URL to files identifying the resource to get from a server.'), dryRunFlag, selectorFlag,
    int('to-revision', 'The revision to rollback to. Default to 0 (last revision).'),
  ],
  *run(kubectl, args) {
    dryRunOf(kubectl);
    const targets = yield* rolloutTargets(kubectl, args);
    yield* forEachInfo(kubectl, targets, function* undoOne(info) {
      const result = yield* undo(kubectl, info);
      yield* kubectl.out(typedPrinter(kubectl, result, '')(info.object));
    });
  },
};

function* undo(kubectl: Kubectl, info: Info): Process<string> {
  const wanted = kubectl.flags.int('to-revision');
  if (wanted < 0) throw new CommandError(`unable to find specified revision ${wanted} in history`);
  const { kind } = info.mapping;
  if (hasLastApplied(info.object)) {
    yield* kubectl.warn(`resource ${info.mapping.resource}/${info.name} was previously managed with 'kubectl apply'. Rolling back will not update the ${lastAppliedAnnotation} annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.`);
  }
  if (kind !== 'Deployment' && kind !== 'DaemonSet' && kind !== 'StatefulSet') throw new CommandError(noRollbacker(info.mapping));
  const revisions = yield* revisionsOf(kubectl, info);
  const target = chooseRevision(info, revisions, wanted);
  if (dryRunOf(kubectl) === 'client') return `${templateText(target.template)}${dryRunSuffix(kubectl)}`;
  if (at(info.object, 'spec', 'paused') === true) throw new CommandError("you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again");
  const current = (info.object as unknown as Deployment).spec.template;
  if (deepEqual(withoutHash(current), withoutHash(target.template))) return `skipped rollback (current template already matches revision ${target.number})`;
  yield* send(kubectl, info, target);
  return `rolled back${dryRunSuffix(kubectl)}`;
}

/** Kinds that could have revisions, and those that nobody asks. */
function noRollbacker(mapping: Info['mapping']): string {
  const text = groupKind(mapping);
  return runsPods.has(text) ? `no rollbacker has been implemented for ${JSON.stringify(text)}` : `error retrieving rollbacker for ${JSON.stringify(text)}, no visitor method exists for {${mapping.group} ${mapping.kind}}`;
}

/** The kinds that kubectl tells apart by their group. Upstream: GroupKindElement.Accept */
const runsPods: ReadonlySet<string> = new Set(['Job.batch', 'Pod', 'ReplicaSet.apps', 'ReplicationController', 'CronJob.batch']);

function chooseRevision(info: Info, revisions: readonly Revision[], wanted: number): Revision {
  if (wanted > 0) {
    const found = revisions.find(({ number }) => number === wanted);
    if (!found) throw new CommandError(`unable to find specified revision ${wanted} in history`);
    return found;
  }
  const previous = revisions.at(-2);
  if (!previous) throw new CommandError(info.mapping.kind === 'Deployment' ? `no rollout history found for deployment ${JSON.stringify(info.name)}` : 'no last revision to roll back to');
  return previous;
}

/** Annotations that stay the Deployment's own. */
const keptAnnotations = new Set([
  lastAppliedAnnotation, revisionKey, 'deployment.kubernetes.io/revision-history', 'deployment.kubernetes.io/desired-replicas', 'deployment.kubernetes.io/max-replicas', 'deprecated.deployment.rollback.to',
]);

function* send(kubectl: Kubectl, info: Info, target: Revision): Process {
  const { mapping, namespace, name } = info;
  const options = dryRunOf(kubectl) === 'server' ? { dryRun: true } : {};
  if (target.data !== undefined) {
    yield* kubectl.api.ask('patch', { mapping, namespace, name, patchType: 'strategic', body: target.data, options });
    return;
  }
  const own = Object.entries(mapAt(info.object, 'metadata', 'annotations')).filter(([key]) => keptAnnotations.has(key));
  const old = Object.entries(target.annotations).filter(([key]) => !keptAnnotations.has(key));
  const body: readonly AnyObject[] = [
    { op: 'replace', path: '/spec/template', value: withoutHash(target.template) },
    { op: 'replace', path: '/metadata/annotations', value: Object.fromEntries([...own, ...old]) },
  ];
  yield* kubectl.api.ask('patch', { mapping, namespace, name, patchType: 'json', body, options });
}
