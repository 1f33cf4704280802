// kubectl logs.
// Upstream: k8s.io/kubectl pkg/cmd/logs/logs.go, pkg/polymorphichelpers/logsforobject.go

import { parseTime } from '../../../base/index.ts';
import { join } from '../../../kernel/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { ApiError } from '../../../kinds/index.ts';
import type { Pod } from '../../../kinds/index.ts';
import { NetworkError } from '../../../network/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, operating, throwAll, usageError } from '../../core/errors.ts';
import { bool, duration, int, selectorFlag, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import type { AnyObject } from '../../core/object.ts';
import { selectTargets } from '../../resources/builder.ts';
import { fetchAll } from '../../resources/fetch.ts';
import type { Info } from '../../resources/fetch.ts';
import { chooseContainer, firstPod, objectOf, podSelector, podsResource } from '../../streaming/pods.ts';

const usage = `expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.
POD or TYPE/NAME is a required argument for the logs command`;

/** How many lines are shown of Pods found by a selector. */
const selectorTail = 10;

export const logs: Command = {
  name: 'logs',
  short: 'Print the logs for a container in a pod',
  usage: '[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]',
  flags: [
    selectorFlag,
    bool('all-containers', "Get all containers' logs in the pod(s)."),
    bool('all-pods', "Get logs from all pod(s). Sets prefix to true."),
    text('container', 'Print the logs of this container', { short: 'c' }),
    bool('follow', 'Specify if the logs should be streamed.', { short: 'f' }),
    bool('ignore-errors', 'If watching / following pod logs, allow for any errors that occur to be non-fatal'),
    bool('insecure-skip-tls-verify-backend', 'Skip verifying the identity of the kubelet that logs are requested from.  In theory, an attacker could provide invalid log content back. You might want to use this if your kubelet serving certificates have expired.'),
    int('limit-bytes', 'Maximum bytes of logs to return. Defaults to no limit.'),
    int('max-log-requests', 'Specify maximum number of concurrent logs to follow when using by a selector. Defaults to 5.', { value: '5' }),
    duration('pod-running-timeout', 'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running', { value: '20s' }),
    bool('prefix', 'Prefix each log line with the log source (pod name and container name)'),
    bool('previous', 'If true, print the logs for the previous instance of the container in a pod if it exists.', { short: 'p' }),
    duration('since', 'Only return logs newer than a relative duration like 5s, 2m, or 3h. Defaults to all logs. Only one of since-time / since may be used.'),
    text('since-time', 'Only return logs after a specific date (RFC3339). Defaults to all logs. Only one of since-time / since may be used.'),
    int('tail', 'Lines of recent log file to display. Defaults to -1 with no selector, showing all log lines otherwise 10, if a selector is provided.', { value: '-1' }),
    bool('timestamps', 'Include timestamps on each line in the log output'),
  ],
  run: runLogs,
};

/** One log that is to be printed. */
interface Source {
  readonly pod: Pod;
  readonly container: string;
}

function check(kubectl: Kubectl, args: readonly string[]): void {
  const { flags } = kubectl;
  const selector = flags.text('selector');
  if (args.length === 0 && selector === '') throw usageError(kubectl.found.path, usage);
  if (selector !== '' && args.length > 0) throw usageError(kubectl.found.path, 'only a selector (-l) or a POD name is allowed');
  if (args.length > 2) throw usageError(kubectl.found.path, usage);
  const sinceTime = flags.text('since-time');
  if (sinceTime !== '' && parseTime(sinceTime) === undefined) throw new CommandError(`parsing time ${JSON.stringify(sinceTime)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(sinceTime)} as "2006"`);
  if (flags.durationMs('pod-running-timeout') <= 0) throw new CommandError('--pod-running-timeout must be higher than zero');
}

/** What the options of a log must be; it is looked at when the Pod is found. */
function checkOptions({ flags }: Kubectl, args: readonly string[]): void {
  if (args.length === 2 && flags.text('container') !== '') throw new CommandError('only one of -c or an inline [CONTAINER] arg is allowed');
  if (flags.bool('all-containers') && (flags.text('container') !== '' || args.length === 2)) throw new CommandError(`--all-containers=true should not be specified with container name ${args[1] ?? flags.text('container')}`);
  if (flags.durationMs('since') !== 0 && flags.text('since-time') !== '') throw new CommandError('at most one of `sinceTime` or `sinceSeconds` may be specified');
  if (flags.durationMs('since') < 0) throw new CommandError('--since must be greater than 0');
  if (flags.int('limit-bytes') < 0) throw new CommandError('--limit-bytes must be greater than 0');
  if (flags.int('tail') < -1) throw new CommandError('--tail must be greater than or equal to -1');
}

function logOptions(kubectl: Kubectl): AnyObject {
  const { flags } = kubectl;
  const selects = flags.text('selector') !== '';
  const tail = selects && !flags.changed('tail') && !flags.bool('follow') ? selectorTail : flags.int('tail');
  const since = flags.durationMs('since');
  return {
    ...(flags.bool('follow') ? { follow: true } : undefined),
    ...(flags.bool('previous') ? { previous: true } : undefined),
    ...(flags.bool('timestamps') ? { timestamps: true } : undefined),
    ...(since > 0 ? { sinceSeconds: Math.ceil(since / 1000) } : undefined),
    ...(flags.text('since-time') === '' ? undefined : { sinceTime: flags.text('since-time') }),
    ...(tail >= 0 ? { tailLines: tail } : undefined),
    ...(flags.int('limit-bytes') > 0 ? { limitBytes: flags.int('limit-bytes') } : undefined),
  };
}

function* runLogs(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  check(kubectl, args);
  const pods = flags.text('selector') === '' ? [yield* namedPod(kubectl, args[0] ?? '')] : yield* selectedPods(kubectl);
  checkOptions(kubectl, args);
  const sources: Source[] = [];
  for (const pod of pods) sources.push(...(yield* sourcesOf(kubectl, pod, args[1] ?? flags.text('container'))));
  if (!flags.bool('follow') || sources.length < 2) {
    for (const source of sources) yield* printLog(kubectl, source);
    return;
  }
  const most = flags.int('max-log-requests');
  if (sources.length > most) throw new CommandError(`you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${most}, use --max-log-requests to increase the limit`);
  yield* followAll(kubectl, sources);
}

function* namedPod(kubectl: Kubectl, word: string): Process<Pod> {
  let found: Info;
  try {
    found = yield* objectOf(kubectl, word);
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
    throw new CommandError(`error from server (NotFound): ${error.message} in namespace ${JSON.stringify(kubectl.namespace)}`);
  }
  const { mapping, object } = found;
  if (mapping.resource === 'pods') return object as unknown as Pod;
  try {
    return yield* firstPod(kubectl, podSelector(mapping, object), kubectl.flags.durationMs('pod-running-timeout'), true);
  } catch (error) {
    const failure = operating(error);
    if (!(failure instanceof CommandError) || failure.message.startsWith('timed out') || failure.message.startsWith('no kind ')) throw failure;
    throw new CommandError(`cannot get the logs from *${mapping.version}.${mapping.kind}: ${failure.message}`);
  }
}

function* selectedPods(kubectl: Kubectl): Process<readonly Pod[]> {
  const pods = yield* selectTargets(kubectl, { args: ['pods'], selector: kubectl.flags.text('selector') });
  const { infos, errors } = yield* fetchAll(kubectl, pods);
  throwAll(errors);
  if (infos.length === 0) yield* kubectl.err(`No resources found in ${kubectl.namespace} namespace.\n`);
  return infos.map(({ object }) => object as unknown as Pod);
}

function* sourcesOf(kubectl: Kubectl, pod: Pod, wanted: string): Process<readonly Source[]> {
  if (kubectl.flags.bool('all-containers')) {
    const { containers, ephemeralContainers = [], initContainers = [] } = pod.spec;
    return [...initContainers, ...containers, ...ephemeralContainers].map(({ name }) => ({ pod, container: name }));
  }
  return [{ pod, container: yield* chooseContainer(kubectl, pod, wanted) }];
}

function* printLog(kubectl: Kubectl, { pod, container }: Source): Process {
  const { namespace, name } = pod.metadata;
  const body = { ...logOptions(kubectl), container };
  const { stream } = yield* kubectl.api.stream('get', { mapping: podsResource, namespace, name, subresource: 'log', body });
  const withPrefix = kubectl.flags.bool('prefix');
  let rest = '';
  try {
    for (let payload = yield* stream.next(); payload !== undefined; payload = yield* stream.next()) {
      const chunk = typeof payload === 'string' ? payload : '';
      if (!withPrefix) {
        yield* kubectl.out(chunk);
        continue;
      }
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      yield* kubectl.out(lines.map((line) => `[pod/${name}/${container}] ${line}\n`).join(''));
    }
    if (rest !== '') yield* kubectl.out(`[pod/${name}/${container}] ${rest}`);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw new CommandError(error.message);
  } finally {
    stream.cancel();
  }
}

/** Follows several logs at once, each by a process of its own. */
function* followAll(kubectl: Kubectl, sources: readonly Source[]): Process {
  const { kernel, group } = kubectl.context.sandbox;
  const own = (kernel.currentProcess?.group ?? group).subgroup('logs');
  const errors: Error[] = [];
  try {
    const followers = sources.map((source) => kernel.spawn('kubectl logs', follow(kubectl, source, errors), own));
    for (const follower of followers) yield* join(follower);
  } finally {
    own.dispose();
  }
  if (!kubectl.flags.bool('ignore-errors')) throwAll(errors);
}

function* follow(kubectl: Kubectl, source: Source, errors: Error[]): Process {
  try {
    yield* printLog(kubectl, source);
  } catch (error) {
    errors.push(operating(error));
  }
}
