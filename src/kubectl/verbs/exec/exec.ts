// kubectl exec.
// Upstream: k8s.io/kubectl pkg/cmd/exec/exec.go

import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, ExitError, usageError } from '../../core/errors.ts';
import { bool, duration, strings, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { selectTargets } from '../../resources/builder.ts';
import { checkRunningTimeout, chooseContainer, podOf, refuseCompleted } from '../../streaming/pods.ts';
import { runSession } from '../../streaming/session.ts';

export const exec: Command = {
  name: 'exec',
  short: 'Execute a command in a container',
  usage: '(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
  flags: [
    text('container', 'Container name. If omitted, use the kubectl.kubernetes.io/default-container annotation for selecting the container to be attached or the first container in the pod will be chosen', { short: 'c' }),
    strings('filename', 'to use to exec into the resource', { short: 'f' }),
    duration('pod-running-timeout', 'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running', { value: '1m0s' }),
    bool('quiet', 'Only print output from the remote session', { short: 'q' }),
    bool('stdin', 'Pass stdin to the container', { short: 'i' }),
    bool('tty', 'Stdin is a TTY', { short: 't' }),
  ],
  run: runExec,
};

function* runExec(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags, context } = kubectl;
  checkRunningTimeout(kubectl);
  const files = flags.list('filename');
  const named = flags.dashAt < 0 ? args : args.slice(0, flags.dashAt);
  if (named.length === 0 && files.length === 0) throw new CommandError('pod, type/name or --filename must be specified');
  if (flags.dashAt < 0 && args.length > 1) throw usageError(kubectl.found.path, 'exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead');
  const command = flags.dashAt < 0 ? [] : args.slice(flags.dashAt);
  if (command.length === 0) throw new CommandError('you must specify at least one command for the container');
  const word = files.length > 0 ? yield* wordOfFile(kubectl, files) : (args[0] ?? '');
  if (named.length > 0 && files.length > 0) throw new CommandError('resource/name arguments cannot be provided when a path is specified');
  const pod = yield* podOf(kubectl, word, 'attach to', flags.durationMs('pod-running-timeout'));
  refuseCompleted(pod);
  const container = yield* chooseContainer(kubectl, pod, flags.text('container'), flags.bool('quiet'));
  let tty = flags.bool('tty');
  // Without input there is no terminal to ask for.
  if (!flags.bool('stdin')) tty = false;
  if (tty && !context.stdin.isTerminal) {
    yield* kubectl.err('Unable to use a TTY - input is not a terminal or the right kind of file\n');
    tty = false;
  }
  const { namespace, name } = pod.metadata;
  const status = yield* runSession(kubectl, { what: 'exec', namespace, pod: name, container, command, stdin: flags.bool('stdin'), tty });
  if (status !== 0) throw new ExitError(status, `command terminated with exit code ${status}`);
}

function* wordOfFile(kubectl: Kubectl, filenames: readonly string[]): Process<string> {
  const [target] = yield* selectTargets(kubectl, { args: [], filenames });
  if (target?.type === 'error') throw target.error;
  if (target?.type !== 'file') throw new CommandError('no objects passed to exec');
  return `${target.mapping.resource}/${target.name}`;
}
