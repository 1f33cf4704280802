// kubectl run: a Pod from a command line.
// Upstream: k8s.io/kubectl pkg/cmd/run/run.go

import type { Process } from '../../../kernel/index.ts';
import { isStrictEnvVarName } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, usageError } from '../../core/errors.ts';
import { array, bool, deleteFlags, dryRunFlag, duration, fieldManagerFlag, fileFlags, printFlags, saveConfigFlag, text } from '../../core/flag.ts';
import type { Flags } from '../../../programs/command-line/index.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { mapAt, withField } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { recordFlag } from '../../core/recording.ts';
import { checkOutput, dryRunOf, typedPrinter } from '../../printers/output.ts';
import { checkRunningTimeout } from '../../streaming/pods.ts';
import type { ObjectPrinter } from '../../printers/output.ts';
import { overridden } from '../../resources/overrides.ts';
import { mapContainers } from '../../workloads/pod-spec.ts';
import { createUnlessDry } from '../create/create-object.ts';
import { mappingOf } from '../create/generators/generator.ts';
import { attachToRun } from './attach-to-run.ts';
import { imageReference } from './image.ts';

export const run: Command = {
  name: 'run',
  short: 'Run a particular image on the cluster',
  usage: 'NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]',
  flags: [
    recordFlag,
    ...printFlags, ...fileFlags('to use to replace the resource.').map((flag) => (flag.name === 'kustomize' ? { ...flag, usage: "Process a kustomization directory. This flag can't be used together with -f or -R." } : flag)),
    ...deleteFlags, dryRunFlag, fieldManagerFlag('kubectl-run'), saveConfigFlag,
    array('annotations', 'Annotations to apply to the pod.'),
    bool('attach', "If true, wait for the Pod to start running, and then attach to the Pod as if 'kubectl attach ...' were called.  Default false, unless '-i/--stdin' is set, in which case the default is true. With '--restart=Never' the exit code of the container process is returned."),
    bool('command', "If true and extra arguments are present, use them as the 'command' field in the container, rather than the 'args' field which is the default."),
    text('detach-keys', 'Override the key sequence for detaching a container.', { value: 'ctrl-p,ctrl-q' }),
    array('env', 'Environment variables to set in the container.'),
    bool('expose', 'If true, create a ClusterIP service associated with the pod.  Requires `--port`.'),
    text('image', 'The image for the container to run.'),
    text('image-pull-policy', 'The image pull policy for the container.  If left empty, this value will not be specified by the client and defaulted by the server.'),
    text('labels', 'Comma separated labels to apply to the pod. Will override previous values.', { short: 'l' }),
    bool('leave-stdin-open', 'If the pod is started in interactive mode or with stdin, leave stdin open after the first attach completes. By default, stdin will be closed after the first attach completes.'),
    text('override-type', 'The method used to override the generated object: json, merge, or strategic.', { value: 'merge' }),
    text('overrides', 'An inline JSON override for the generated object. If this is non-empty, it is used to override the generated object. Requires that the object supply a valid apiVersion field.'),
    duration('pod-running-timeout', 'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running', { value: '1m0s' }),
    text('port', 'The port that this container exposes.'),
    bool('privileged', 'If true, run the container in privileged mode.'),
    bool('quiet', 'If true, suppress prompt messages.', { short: 'q' }),
    text('restart', 'The restart policy for this Pod.  Legal values [Always, OnFailure, Never].', { value: 'Always' }),
    bool('rm', "If true, delete the pod after it exits.  Only valid when attaching to the container, e.g. with '--attach' or with '-i/--stdin'."),
    bool('stdin', 'Keep stdin open on the container in the pod, even if nothing is attached.', { short: 'i' }),
    bool('tty', 'Allocate a TTY for the container in the pod.', { short: 't' }),
    bool('wait', 'If true, wait for resources to be gone before returning. This waits for finalizers.'),
  ],
  required: ['image'],
  run: runRun,
};

/** Whether output and input of the new container are joined. */
function attaches(flags: Flags): boolean {
  return flags.changed('attach') ? flags.bool('attach') : flags.bool('stdin');
}

function check(kubectl: Kubectl, args: readonly string[]): string {
  const { flags } = kubectl;
  const usage = (message: string): CommandError => usageError(kubectl.found.path, message);
  kubectl.connect();
  checkOutput(kubectl);
  const [name] = args;
  if (name === undefined) throw usage('NAME is required for run');
  checkRunningTimeout(kubectl);
  const image = flags.text('image');
  if (image === '') throw new CommandError('--image is required');
  if (!imageReference.test(image)) throw new CommandError(`Invalid image name ${JSON.stringify(image)}: invalid reference format`);
  if (flags.bool('tty') && !flags.bool('stdin')) throw usage('-i/--stdin is required for containers with -t/--tty=true');
  if (flags.bool('expose') && flags.text('port') === '') throw usage('--port must be set when exposing a service');
  const restart = flags.text('restart');
  if (!['Always', 'Never', 'OnFailure'].includes(restart)) throw usage(`invalid restart policy: ${restart}`);
  if (flags.bool('rm') && !attaches(flags)) throw usage('--rm should only be used for attached containers');
  if (attaches(flags) && dryRunOf(kubectl) !== 'none') throw usage("--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)");
  const policy = flags.text('image-pull-policy');
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(policy)) throw usage(`invalid image pull policy: ${policy}`);
  return name;
}

function labelsOf(flags: Flags, name: string): Readonly<Record<string, string>> {
  const given = flags.text('labels');
  if (given === '') return { run: name };
  const labels: Record<string, string> = {};
  for (const spec of given.split(',')) {
    const [key = '', value, ...rest] = spec.split('=');
    if (value === undefined || rest.length > 0) throw new CommandError(`unexpected label spec: ${spec}`);
    if (key === '') throw new CommandError(`unexpected empty label key`);
    labels[key] = value;
  }
  return labels;
}

function environment(flags: Flags): readonly AnyObject[] {
  return flags.list('env').map((spec) => {
    const equals = spec.indexOf('=');
    if (equals <= 0 || isStrictEnvVarName(spec.slice(0, equals)).length > 0) throw new CommandError(`invalid env: ${spec}`);
    return { name: spec.slice(0, equals), value: spec.slice(equals + 1) };
  });
}

function annotationsOf(flags: Flags): Readonly<Record<string, string>> {
  return Object.fromEntries(flags.list('annotations').map((spec) => {
    const equals = spec.indexOf('=');
    if (equals <= 0) throw new CommandError(`invalid annotations format: ${spec}`);
    return [spec.slice(0, equals), spec.slice(equals + 1)];
  }));
}

function podObject(flags: Flags, name: string, words: readonly string[]): AnyObject {
  const env = environment(flags);
  const annotations = annotationsOf(flags);
  const labels = labelsOf(flags, name);
  const port = flags.text('port');
  if (port !== '' && !/^\d+$/.test(port)) throw new CommandError(`strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax`);
  const container = {
    ...(words.length > 0 ? { [flags.bool('command') ? 'command' : 'args']: words } : undefined),
    ...(env.length > 0 ? { env } : undefined),
    image: flags.text('image'),
    ...(flags.text('image-pull-policy') === '' ? undefined : { imagePullPolicy: flags.text('image-pull-policy') }),
    name,
    ...(port === '' ? undefined : { ports: [{ containerPort: Number(port) }] }),
    resources: {},
    ...(flags.bool('privileged') ? { securityContext: { privileged: true } } : undefined),
    ...(flags.bool('stdin') ? { stdin: true, ...(flags.bool('leave-stdin-open') ? undefined : { stdinOnce: true }) } : undefined),
    ...(flags.bool('tty') ? { tty: true } : undefined),
  };
  return {
    apiVersion: 'v1', kind: 'Pod',
    metadata: {
      ...(Object.keys(annotations).length > 0 ? { annotations } : undefined),
      labels, name,
    },
    spec: { containers: [container], dnsPolicy: 'ClusterFirst', restartPolicy: flags.text('restart') },
    status: {},
  };
}

function* runRun(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  dryRunOf(kubectl);
  const name = check(kubectl, args);
  const print = typedPrinter(kubectl, 'created');
  const pod = mapContainers(overridden(flags, podObject(flags, name, args.slice(1))), ['spec'], (container) => ({ resources: {}, ...container }));
  if (flags.bool('expose')) yield* createService(kubectl, name, pod, print);
  const created = yield* create(kubectl, pod);
  if (attaches(flags)) return yield* attachToRun(kubectl, created);
  yield* kubectl.out(print(created));
}

function* create(kubectl: Kubectl, object: AnyObject): Process<AnyObject> {
  yield* kubectl.discovery(1, (remembered) => remembered.forKind('', 'v1', 'Pod') !== undefined);
  const placed = kubectl.isNamespaceEnforced ? withField(object, ['metadata', 'namespace'], kubectl.namespace) : object;
  return yield* createUnlessDry(kubectl, mappingOf(object), kubectl.namespace, placed);
}

/** The Service of `--expose`, made before the Pod. */
function* createService(kubectl: Kubectl, name: string, pod: AnyObject, print: ObjectPrinter): Process {
  const port = Number(kubectl.flags.text('port'));
  const service = {
    apiVersion: 'v1', kind: 'Service', metadata: { name, ...(kubectl.flags.text('labels') === '' ? undefined : { labels: labelsOf(kubectl.flags, name) }) },
    spec: { ports: [{ port, protocol: 'TCP', targetPort: port }], selector: mapAt(pod, 'metadata', 'labels') }, status: { loadBalancer: {} },
  };
  yield* kubectl.out(print(yield* create(kubectl, service)));
  if (kubectl.flags.text('output') === 'yaml') yield* kubectl.out('---\n');
}

