// kubectl debug: a container beside those of a Pod, in a copy of it, or on a node.
// Upstream: k8s.io/kubectl pkg/cmd/debug

import type { Process } from '../../../kernel/index.ts';
import type { Pod } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError } from '../../core/errors.ts';
import { bool, filenameFlag, pairsFlag, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import type { AnyObject } from '../../core/object.ts';
import { selectTargets, selectionFlags } from '../../resources/builder.ts';
import { fetchTarget } from '../../resources/fetch.ts';
import type { Info } from '../../resources/fetch.ts';
import { podsResource } from '../../streaming/pods.ts';
import { attachOrLog, followLog, waitForPod } from '../attach/attach-to-new.ts';
import { imageReference } from '../run/image.ts';
import { containerOf, customisation, customised, freshName } from './container.ts';
import { copyPod } from './copy.ts';
import { debugNode } from './node.ts';
import { profileOf, secured } from './profiles.ts';

const onlyCopies = "(This flag only works when used with '--copy-to')";

export const debug: Command = {
  name: 'debug', short: 'Create debugging sessions for troubleshooting workloads and nodes', usage: '(POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]',
  flags: [
    bool('arguments-only', 'If specified, everything after -- will be passed to the new container as Args instead of Command.'),
    bool('attach', "If true, wait for the container to start running, and then attach as if 'kubectl attach ...' were called.  Default false, unless '-i/--stdin' is set, in which case the default is true."),
    text('container', 'Container name to use for debug container.', { short: 'c' }),
    text('copy-to', 'Create a copy of the target Pod with this name.'),
    text('custom', 'Path to a JSON or YAML file containing a partial container spec to customize built-in debug profiles.'),
    pairsFlag('env', 'Environment variables to set in the container.'),
    filenameFlag('identifying the resource to debug'),
    text('image', 'Container image to use for debug container.'),
    text('image-pull-policy', 'The image pull policy for the container. If left empty, this value will not be specified by the client and defaulted by the server.'),
    bool('keep-annotations', `If true, keep the original pod annotations.${onlyCopies}`),
    bool('keep-init-containers', `Run the init containers for the pod. Defaults to true.${onlyCopies}`, { value: 'true' }),
    bool('keep-labels', `If true, keep the original pod labels.${onlyCopies}`),
    bool('keep-liveness', `If true, keep the original pod liveness probes.${onlyCopies}`),
    bool('keep-readiness', `If true, keep the original pod readiness probes.${onlyCopies}`),
    bool('keep-startup', `If true, keep the original startup probes.${onlyCopies}`),
    text('profile', 'Options are "general", "baseline", "restricted", "netadmin" or "sysadmin". Defaults to "general"', { value: 'general' }),
    bool('quiet', 'If true, suppress informational messages.', { short: 'q' }),
    bool('replace', "When used with '--copy-to', delete the original Pod."),
    bool('same-node', "When used with '--copy-to', schedule the copy of target Pod on the same node."),
    pairsFlag('set-image', "When used with '--copy-to', a list of name=image pairs for changing container images, similar to how 'kubectl set image' works."),
    bool('share-processes', "When used with '--copy-to', enable process namespace sharing in the copy.", { value: 'true' }),
    bool('stdin', 'Keep stdin open on the container(s) in the pod, even if nothing is attached.', { short: 'i' }),
    text('target', 'When using an ephemeral container, target processes in this container name.'),
    bool('tty', 'Allocate a TTY for the debugging container.', { short: 't' }),
  ],
  run: runDebug,
};

function* runDebug(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  const names = flags.dashAt < 0 ? args : args.slice(0, flags.dashAt);
  const words = flags.dashAt < 0 ? [] : args.slice(flags.dashAt);
  if (!profileOf(flags.text('profile'))) throw new CommandError(`unknown profile: ${flags.text('profile')}`);
  yield* check(kubectl, names, words);
  if (flags.text('profile') === 'legacy') yield* kubectl.err('--profile=legacy is deprecated and planned to be removed in v1.39. It is recommended to specify other profile, for example "--profile=general".\n');
  if (names.length > 0 && flags.list('filename').length > 0) throw new CommandError('resource/name arguments cannot be provided when a path is specified');
  const targets = yield* selectTargets(kubectl, selectionFlags(kubectl, names.map((name) => (name.includes('/') ? name : `pods/${name}`))));
  const custom = customisation(kubectl);
  for (const target of targets) {
    for (const info of yield* fetchTarget(kubectl, target)) yield* debugOne(kubectl, info, words, custom);
  }
}

/** What is wrong with the flags. Upstream: DebugOptions.Validate */
function* check(kubectl: Kubectl, names: readonly string[], words: readonly string[]): Process {
  const { flags } = kubectl;
  const image = flags.text('image');
  const setsImages = flags.changed('set-image');
  if (flags.text('copy-to') !== '') {
    if (image === '' && !setsImages && words.length === 0) throw new CommandError('you must specify --image, --set-image or command arguments.');
    if (words.length > 0 && flags.text('container') === '' && image === '') throw new CommandError('you must specify an existing container or a new image when specifying args.');
  } else {
    const only = ['replace', 'same-node', 'set-image'].find((flag) => (flag === 'set-image' ? setsImages : flags.bool(flag)));
    if (only !== undefined) throw new CommandError(`--${only} may only be used with --copy-to.`);
    if (image === '') throw new CommandError('you must specify --image when not using --copy-to.');
  }
  if (image !== '' && !imageReference.test(image)) throw new CommandError(`invalid image name ${JSON.stringify(image)}: invalid reference format`);
  if (names.length === 0 && flags.list('filename').length === 0) throw new CommandError('NAME or filename is required for debug');
  const policy = flags.text('image-pull-policy');
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(policy)) throw new CommandError(`invalid image pull policy: ${policy}`);
  for (const [name, each] of flags.pairs('set-image')) {
    if (!imageReference.test(each)) throw new CommandError(`invalid image name ${JSON.stringify(each)} for container ${JSON.stringify(name)}: invalid reference format`);
  }
  const target = flags.text('target');
  if (target !== '' && flags.text('copy-to') !== '') throw new CommandError('--target is incompatible with --copy-to. Use --share-processes instead.');
  if (target !== '' && !flags.bool('quiet')) yield* kubectl.err(`Targeting container ${JSON.stringify(target)}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`);
  if (flags.bool('tty') && !flags.bool('stdin')) throw new CommandError('-i/--stdin is required for containers with -t/--tty=true');
}

function* debugOne(kubectl: Kubectl, info: Info, words: readonly string[], custom: AnyObject): Process {
  const { mapping } = info;
  if (mapping.group !== '' || (mapping.kind !== 'Pod' && mapping.kind !== 'Node')) {
    throw new CommandError(`${JSON.stringify(`${mapping.group}/${mapping.version}, Kind=${mapping.kind}`)} not supported by debug`);
  }
  if (mapping.kind === 'Node') return yield* join(kubectl, yield* debugNode(kubectl, info.name, words, custom), kubectl.flags.text('container') || 'debugger');
  const pod = info.object as unknown as Pod;
  if (kubectl.flags.text('copy-to') !== '') {
    const copied = yield* copyPod(kubectl, pod, words, custom);
    return yield* join(kubectl, copied.pod, copied.container);
  }
  const name = kubectl.flags.text('container') || freshName(kubectl, pod);
  if (kubectl.flags.text('container') === '' && !kubectl.flags.bool('quiet')) yield* kubectl.err(`Defaulting debug container name to ${name}.\n`);
  yield* join(kubectl, yield* addContainer(kubectl, pod, name, words, custom), name);
}

function* addContainer(kubectl: Kubectl, pod: Pod, name: string, words: readonly string[], custom: AnyObject): Process<Pod> {
  const { flags } = kubectl;
  const target = flags.text('target');
  const profile = profileOf(flags.text('profile'));
  // What a container of that name may do already is given to it once more.
  const securityContext = pod.spec.ephemeralContainers?.find((each) => each.name === name)?.securityContext;
  const described = containerOf(kubectl, name, words, securityContext === undefined ? {} : { securityContext });
  const container = { ...customised(profile ? secured(profile, 'ephemeral', described) : described, custom), ...(target === '' ? undefined : { targetContainerName: target }) };
  const names = [...(pod.spec.ephemeralContainers ?? []).map((each) => each.name).filter((each) => each !== name), name];
  const body = { spec: { '$setElementOrder/ephemeralContainers': names.map((each) => ({ name: each })), ephemeralContainers: [container] } };
  const { namespace, name: podName } = pod.metadata;
  return (yield* kubectl.api.ask('patch', { mapping: podsResource, namespace, name: podName, subresource: 'ephemeralcontainers', patchType: 'strategic', body })) as Pod;
}

/** Joins the container as soon as it runs, if that is wanted; what is over already is shown by its log. */
function* join(kubectl: Kubectl, pod: Pod, container: string): Process {
  const { flags } = kubectl;
  const attaches = flags.changed('attach') ? flags.bool('attach') : flags.bool('stdin');
  if (!attaches || container === '') return;
  const stateOf = (each: Pod) => [...(each.status.containerStatuses ?? []), ...(each.status.initContainerStatuses ?? []), ...(each.status.ephemeralContainerStatuses ?? [])].find(({ name }) => name === container)?.state;
  const begun = yield* waitForPod(kubectl, pod.metadata.name, undefined, (each) => stateOf(each)?.running !== undefined || stateOf(each)?.terminated !== undefined);
  if (stateOf(begun)?.terminated) yield* followLog(kubectl, begun, container);
  else yield* attachOrLog(kubectl, begun, container);
}
