// kubectl rollout: status, history, undo, pause, resume, restart.
// Upstream: k8s.io/kubectl pkg/cmd/rollout

import type { Process } from '../../../kernel/index.ts';
import { ApiError, definitionOf, groupKind } from '../../../kinds/index.ts';
import type { DaemonSet, Deployment, StatefulSet, WatchEvent } from '../../../kinds/index.ts';
import { formatTime } from '../../../base/index.ts';
import type { Command } from '../../core/command.ts';
import { notRegistered, resourceText } from '../../core/discovery.ts';
import { CommandError, ManyErrors, asOne, operating, throwAll } from '../../core/errors.ts';
import { unreadOf } from '../../resources/builder.ts';
import { bool, duration, fieldManagerFlag, fileFlags, int, printFlags, selectorFlag } from '../../core/flag.ts';
import type { FlagSpec } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { at, textAt, withField } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { typedPrinter } from '../../printers/output.ts';
import { sendChange } from '../../resources/change.ts';
import { fetchAll, forEachInfo } from '../../resources/fetch.ts';
import type { Info } from '../../resources/fetch.ts';
import { daemonSetStatus, deploymentStatus, statefulSetStatus } from '../../workloads/rollout-status.ts';
import type { RolloutStatus } from '../../workloads/rollout-status.ts';
import { rolloutHistory } from './history.ts';
import { rolloutTargets } from './targets.ts';
import { rolloutUndo } from './undo.ts';

const rolloutFlags: readonly FlagSpec[] = [...printFlags, ...fileFlags('Filename, directory, or URL to files identifying the resource to get from a server.'), fieldManagerFlag('kubectl-rollout'), selectorFlag];

/** Why one is not changed: among others it is told as the error that it is. */
const unchangeable = (info: Info, why: string): CommandError => new CommandError(`error: ${resourceText(info.mapping)} ${JSON.stringify(info.name)} ${why}`);

function setPaused(info: Info, paused: boolean): AnyObject {
  if (info.mapping.kind !== 'Deployment') throw unchangeable(info, `${paused ? 'pausing' : 'resuming'} is not supported`);
  const isPaused = at(info.object, 'spec', 'paused') === true;
  if (paused && isPaused) throw unchangeable(info, 'is already paused');
  if (!paused && !isPaused) throw unchangeable(info, 'is not paused');
  return withField(info.object, ['spec', 'paused'], paused ? true : undefined);
}

function pausing(name: string, paused: boolean, short: string): Command {
  return {
    name, short, usage: 'RESOURCE', flags: rolloutFlags,
    *run(kubectl, args) {
      yield* changeEach(kubectl, args, function* change(info) {
        const object = yield* sendChange(kubectl, info, setPaused(info, paused));
        yield* kubectl.out(typedPrinter(kubectl, paused ? 'paused' : 'resumed')(object ?? info.object));
      });
    },
  };
}

/** Changes what is there, and tells in the end what is not there, and then what could not be changed. */
function* changeEach(kubectl: Kubectl, args: readonly string[], change: (info: Info) => Process): Process {
  const targets = yield* rolloutTargets(kubectl, args);
  const { infos, errors } = yield* fetchAll(kubectl, targets);
  const refused: Error[] = [];
  for (const info of infos) {
    try {
      yield* change(info);
    } catch (error) {
      refused.push(error instanceof ApiError ? new CommandError(`failed to patch: ${error.message}`) : operating(error));
    }
  }
  if (unreadOf(targets).length > 0 && refused.length === 0) throw new ManyErrors(errors);
  throwAll(refused.length === 0 ? errors : [...asOne(errors), ...refused]);
  yield* sayWhenNone(kubectl, infos.length);
}

/** A selector may leave nothing. */
function* sayWhenNone(kubectl: Kubectl, count: number): Process {
  if (count === 0) yield* kubectl.err(`No resources found in ${kubectl.namespace} namespace.\n`);
}

const restartedAt = 'kubectl.kubernetes.io/restartedAt';

function restarted(kubectl: Kubectl, info: Info): AnyObject {
  if (!['DaemonSet', 'Deployment', 'StatefulSet'].includes(info.mapping.kind)) throw unchangeable(info, 'restarting is not supported');
  if (at(info.object, 'spec', 'paused') === true) throw unchangeable(info, "can't restart paused deployment (run rollout resume first)");
  return withField(info.object, ['spec', 'template', 'metadata', 'annotations', restartedAt], formatTime(kubectl.wallMs));
}

const restart: Command = {
  name: 'restart', short: 'Restart a resource', usage: 'RESOURCE', flags: rolloutFlags,
  *run(kubectl, args) {
    yield* changeEach(kubectl, args, function* change(info) {
      const object = yield* sendChange(kubectl, info, restarted(kubectl, info));
      if (!object) throw new CommandError(`failed to create patch for ${info.name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`);
      yield* kubectl.out(typedPrinter(kubectl, 'restarted')(object));
    });
  },
};

const status: Command = {
  name: 'status', short: 'Show the status of the rollout', usage: '(TYPE NAME | TYPE/NAME) [flags]',
  flags: [
    ...fileFlags('Filename, directory, or URL to files identifying the resource to get from a server.'), selectorFlag,
    int('revision', 'Pin to a specific revision for showing its status. Defaults to 0 (last revision).'),
    duration('timeout', 'The length of time to wait before ending watch, zero means never. Any other values should contain a corresponding time unit (e.g. 1s, 2m, 3h).'),
    bool('watch', 'Watch the status of the rollout until it\'s done.', { short: 'w', value: 'true' }),
  ],
  *run(kubectl, args) {
    const revision = kubectl.flags.int('revision');
    if (revision < 0) throw new CommandError(`revision must be a positive integer: ${revision}`);
    const targets = yield* rolloutTargets(kubectl, args);
    yield* sayWhenNone(kubectl, yield* forEachInfo(kubectl, targets, (info) => followStatus(kubectl, info)));
  },
};

function statusOf(info: Info, object: AnyObject, revision: number): RolloutStatus {
  switch (info.mapping.kind) {
    case 'Deployment': {
      const own = Number(textAt(object, 'metadata', 'annotations', 'deployment.kubernetes.io/revision'));
      if (revision > 0 && own !== revision) throw new CommandError(`desired revision (${revision}) is different from the running revision (${own})`);
      return deploymentStatus(object as unknown as Deployment);
    }
    case 'DaemonSet': return daemonSetStatus(object as unknown as DaemonSet);
    case 'StatefulSet': return statefulSetStatus(object as unknown as StatefulSet);
    default: throw new CommandError(definitionOf(info.mapping) === undefined ? notRegistered(info.mapping) : `no status viewer has been implemented for ${groupKind(info.mapping)}`);
  }
}

/** Prints the status, and again with every change until the rollout is done. */
function* followStatus(kubectl: Kubectl, info: Info): Process {
  const { flags } = kubectl;
  const { mapping, namespace, name } = info;
  const revision = flags.int('revision');
  const timeoutMs = flags.durationMs('timeout');
  const deadlineMs = timeoutMs > 0 ? kubectl.nowMs + timeoutMs : undefined;
  let shown = statusOf(info, info.object, revision);
  yield* kubectl.out(shown.text);
  let version = textAt(info.object, 'metadata', 'resourceVersion');
  while (!shown.isDone && flags.bool('watch')) {
    const { stream } = yield* kubectl.api.stream('watch', { mapping, namespace, options: { fieldSelector: `metadata.name=${name}`, resourceVersion: version } });
    try {
      while (!shown.isDone) {
        const event = (deadlineMs === undefined ? yield* stream.next() : yield* stream.nextWithin(Math.max(0, deadlineMs - kubectl.nowMs))) as WatchEvent | undefined;
        if (!event && !stream.isEnded) throw new CommandError('timed out waiting for the condition');
        if (!event) break;
        if (event.type === 'DELETED') throw new CommandError('object has been deleted');
        if (event.type !== 'ADDED' && event.type !== 'MODIFIED') continue;
        const object = event.object as unknown as AnyObject;
        version = textAt(object, 'metadata', 'resourceVersion');
        shown = statusOf(info, object, revision);
        yield* kubectl.out(shown.text);
      }
    } finally {
      stream.cancel();
    }
  }
}

export const rollout: Command = {
  name: 'rollout', short: 'Manage the rollout of a resource', usage: 'SUBCOMMAND', helpsOn: 'output',
  commands: [
    rolloutHistory, pausing('pause', true, 'Mark the provided resource as paused'), restart, pausing('resume', false, 'Resume a paused resource'), status, rolloutUndo,
  ],
};
