// kubectl cp: files to and from containers.
// Upstream: k8s.io/kubectl pkg/cmd/cp

import { Capture, parentOf, textInput } from '../../../machine/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, ExitError } from '../../core/errors.ts';
import { bool, int, text } from '../../core/flag.ts';
import { Kubectl } from '../../core/kubectl.ts';
import { chooseContainer, getPod, refuseCompleted } from '../../streaming/pods.ts';
import { runSession } from '../../streaming/session.ts';

export const cp: Command = {
  name: 'cp', short: 'Copy files and directories to and from containers', usage: '<file-spec-src> <file-spec-dest>',
  flags: [
    text('container', 'Container name. If omitted, use the kubectl.kubernetes.io/default-container annotation for selecting the container to be attached or the first container in the pod will be chosen', { short: 'c' }),
    bool('no-preserve', "The copied file/directory's ownership and permissions will not be preserved in the container"),
    int('retries', 'Set number of retries to complete a copy operation from a container. Specify 0 to disable or any negative value for infinite retrying. The default is 0 (no retry).'),
  ],
  run: runCp,
};

interface FileSpec {
  /** Empty for a file of this machine. */
  readonly pod: string;
  readonly namespace: string;
  readonly path: string;
}

function readSpec(kubectl: Kubectl, given: string): FileSpec {
  const colon = given.indexOf(':');
  if (colon < 0) return { pod: '', namespace: '', path: given };
  if (colon === 0) throw new CommandError('filespec must match the canonical format: [[namespace/]pod:]file/path');
  const [first = '', second, ...rest] = given.slice(0, colon).split('/');
  if (rest.length > 0) throw new CommandError('filespec must match the canonical format: [[namespace/]pod:]file/path');
  const path = given.slice(colon + 1);
  return second === undefined ? { pod: first, namespace: kubectl.namespace, path } : { pod: second, namespace: first, path };
}

function* runCp(kubectl: Kubectl, args: readonly string[]): Process {
  const [from, to] = args;
  if (from === undefined || to === undefined || args.length !== 2) throw new CommandError('source and destination are required');
  const source = readSpec(kubectl, from);
  const target = readSpec(kubectl, to);
  if (source.pod !== '' && target.pod !== '') throw new CommandError('one of src or dest must be a local file specification');
  if (source.path === '' || target.path === '') throw new CommandError('filepath can not be empty');
  if (source.pod !== '') return yield* copyOut(kubectl, source, target.path);
  if (target.pod !== '') return yield* copyIn(kubectl, source.path, target);
  throw new CommandError('one of src or dest must be a remote file specification');
}

/** Runs a command in the container with the given input; its output, or its failure. */
function* runIn(kubectl: Kubectl, spec: FileSpec, command: readonly string[], input: string | undefined): Process<string> {
  const pod = yield* getPod(kubectl, spec.pod);
  refuseCompleted(pod);
  const container = yield* chooseContainer(kubectl, pod, kubectl.flags.text('container'));
  const output = new Capture();
  const context = { ...kubectl.context, stdout: output, ...(input === undefined ? undefined : { stdin: textInput(input) }) };
  const inner = new Kubectl(context, kubectl.found, kubectl.flags);
  const status = yield* runSession(inner, { what: 'exec', namespace: spec.namespace, pod: spec.pod, container, command, stdin: input !== undefined, tty: false });
  if (status !== 0) throw new ExitError(1, `command terminated with exit code ${status}`);
  return output.text;
}

const quoted = (path: string): string => `'${path.replaceAll("'", `'\\''`)}'`;

function* copyIn(kubectl: Kubectl, path: string, target: FileSpec): Process {
  if (!kubectl.files.exists(kubectl.path(path))) throw new CommandError(`${path} doesn't exist in local filesystem`);
  const name = path.split('/').filter((step) => step !== '').at(-1) ?? '';
  const isDirectory = (yield* runIn(kubectl, target, ['sh', '-c', `if [ -d ${quoted(target.path)} ]; then echo yes; fi`], undefined)).trim() === 'yes';
  yield* copyTree(kubectl, kubectl.path(path), isDirectory ? { ...target, path: `${target.path}/${name}` } : target);
}

function* copyTree(kubectl: Kubectl, path: string, target: FileSpec): Process {
  const { files } = kubectl;
  if (files.stat(path).type !== 'directory') {
    yield* runIn(kubectl, target, ['sh', '-c', `cat > ${quoted(target.path)}`], files.read(path));
    return;
  }
  yield* runIn(kubectl, target, ['mkdir', '-p', target.path], undefined);
  for (const name of files.list(path)) yield* copyTree(kubectl, `${path}/${name}`, { ...target, path: `${target.path}/${name}` });
}

function* copyOut(kubectl: Kubectl, source: FileSpec, path: string): Process {
  yield* getPod(kubectl, source.pod);
  const found = yield* runIn(kubectl, source, ['sh', '-c', `if [ -e ${quoted(source.path)} ]; then echo yes; fi`], undefined);
  if (found.trim() !== 'yes') return yield* kubectl.out(`tar: ${source.path}: No such file or directory\ntar: error exit delayed from previous errors\n`);
  if (source.path.startsWith('/')) yield* kubectl.out("tar: removing leading '/' from member names\n");
  const content = yield* runIn(kubectl, source, ['cat', source.path], undefined);
  const target = kubectl.path(path);
  const { files } = kubectl;
  const isDirectory = files.exists(target) && files.stat(target).type === 'directory';
  const at = isDirectory ? `${target}/${source.path.split('/').at(-1) ?? ''}` : target;
  if (!files.exists(parentOf(at))) files.makeDirectory(parentOf(at), { parents: true });
  files.write(at, content);
}
