// kubectl attach.
// Upstream: k8s.io/kubectl pkg/cmd/attach/attach.go

import type { Process } from '../../../kernel/index.ts';
import type { Pod } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, ExitError, operating } from '../../core/errors.ts';
import { bool, duration, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { checkRunningTimeout, chooseContainer, podOf } from '../../streaming/pods.ts';
import { runSession } from '../../streaming/session.ts';

export const attach: Command = {
  name: 'attach',
  short: 'Attach to a running container',
  usage: '(POD | TYPE/NAME) -c CONTAINER',
  flags: [
    text('container', 'Container name. If omitted, use the kubectl.kubernetes.io/default-container annotation for selecting the container to be attached or the first container in the pod will be chosen', { short: 'c' }),
    text('detach-keys', 'Override the key sequence for detaching a container', { value: 'ctrl-p,ctrl-q' }),
    duration('pod-running-timeout', 'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running', { value: '1m0s' }),
    bool('quiet', 'Only print output from the remote session', { short: 'q' }),
    bool('stdin', 'Pass stdin to the container', { short: 'i' }),
    bool('tty', 'Stdin is a TTY', { short: 't' }),
  ],
  run: runAttach,
};

/** How a person is greeted before the output of a container that they join. */
const greeting = "All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\nIf you don't see a command prompt, try pressing enter.\n";

function* runAttach(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  checkRunningTimeout(kubectl);
  const [word] = args;
  if (word === undefined) throw new CommandError('at least 1 argument is required for attach');
  if (args.length > 2) throw new CommandError(`expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${args.length}: [${args.join(' ')}]`);
  const pod = yield* podOf(kubectl, args.length === 2 ? args.join('/') : word, 'attach to', flags.durationMs('pod-running-timeout'));
  const status = yield* attachTo(kubectl, pod, { container: flags.text('container'), isQuiet: flags.bool('quiet'), stdin: flags.bool('stdin'), tty: flags.bool('tty') });
  if (status !== 0) throw new ExitError(status, `command terminated with exit code ${status}`);
}

/** How a container is joined. */
export interface AttachOptions {
  readonly container: string;
  readonly isQuiet: boolean;
  readonly stdin: boolean;
  readonly tty: boolean;
}

/** What a person is told who leaves a terminal: how to come back. */
function farewell(command: string, isEphemeral: boolean): string {
  return isEphemeral
    ? `Session ended, the ephemeral container will not be restarted but may be reattached using '${command}' if it is still running\n`
    : `Session ended, resume using '${command}' command\n`;
}

function* containerToJoin(kubectl: Kubectl, pod: Pod, options: AttachOptions): Process<string> {
  try {
    return yield* chooseContainer(kubectl, pod, options.container, options.isQuiet);
  } catch (error) {
    throw new CommandError(`cannot attach to the container: ${operating(error).message}`);
  }
}

/** Joins a container until its program ends; gives the exit status. */
export function* attachTo(kubectl: Kubectl, pod: Pod, options: AttachOptions): Process<number> {
  const { phase } = pod.status;
  if (phase === 'Succeeded' || phase === 'Failed') throw new CommandError(`cannot attach a container in a completed pod; current phase is ${phase}`);
  const container = yield* containerToJoin(kubectl, pod, options);
  let { tty } = options;
  const spec = [...pod.spec.containers, ...(pod.spec.initContainers ?? []), ...(pod.spec.ephemeralContainers ?? [])].find(({ name: known }) => known === container);
  if (tty && !spec?.tty) {
    if (!options.isQuiet) yield* kubectl.err(`error: Unable to use a TTY - container ${container} did not allocate one\n`);
    tty = false;
  } else tty ||= spec?.tty ?? false;
  if (tty && options.stdin && !kubectl.context.stdin.isTerminal) {
    yield* kubectl.err('Unable to use a TTY - input is not a terminal or the right kind of file\n');
    tty = false;
  }
  if (!options.isQuiet) yield* kubectl.err(greeting);
  const { namespace, name } = pod.metadata;
  const isEphemeral = pod.spec.ephemeralContainers?.some((one) => one.name === container) === true;
  const status = yield* runSession(kubectl, { what: 'attach', namespace, pod: name, container, stdin: options.stdin, tty });
  if (options.stdin && tty && !options.isQuiet) {
    yield* kubectl.out(farewell(`kubectl attach ${name} -c ${container} -n ${namespace} -i -t`, isEphemeral));
  }
  return status;
}
