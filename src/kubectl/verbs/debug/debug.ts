// kubectl debug: an ephemeral container in a running Pod.
// Upstream: k8s.io/kubectl pkg/cmd/debug

import type { Process } from '../../../kernel/index.ts';
import type { Pod } from '../../../kinds/index.ts';
import { safeLetters } from '../../../base/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError } from '../../core/errors.ts';
import { array, bool, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { listAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { podOf, podsResource } from '../../streaming/pods.ts';
import { attachTo } from '../attach/attach.ts';

const profiles = ['baseline', 'general', 'legacy', 'netadmin', 'restricted', 'sysadmin'];

export const debug: Command = {
  name: 'debug', short: 'Create debugging sessions for troubleshooting workloads and nodes', usage: '(POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]',
  flags: [
    bool('attach', "If true, wait for the container to start running, and then attach as if 'kubectl attach ...' were called.  Default false, unless '-i/--stdin' is set, in which case the default is true."),
    text('container', 'Container name to use for debug container.', { short: 'c' }),
    text('copy-to', 'Create a copy of the target Pod with this name.'),
    array('env', 'Environment variables to set in the container.'),
    text('image', 'Container image to use for debug container.'),
    text('image-pull-policy', 'The image pull policy for the container. If left empty, this value will not be specified by the client and defaulted by the server.'),
    text('profile', `Options are "legacy", "general", "baseline", "netadmin", "restricted" or "sysadmin". Defaults to "general"`, { value: 'general' }),
    bool('quiet', 'If true, suppress informational messages.', { short: 'q' }),
    bool('stdin', 'Keep stdin open on the container(s) in the pod, even if nothing is attached.', { short: 'i' }),
    text('target', 'When using an ephemeral container, target processes in this container name.'),
    bool('tty', 'Allocate a TTY for the debugging container.', { short: 't' }),
  ],
  run: runDebug,
};

function* runDebug(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  const [word] = args;
  if (flags.text('image') === '' && flags.text('copy-to') === '') throw new CommandError('you must specify --image when not using --copy-to.');
  if (word === undefined) throw new CommandError('NAME is required for debug');
  if (!profiles.includes(flags.text('profile'))) throw new CommandError(`unknown profile: ${flags.text('profile')}`);
  if (flags.text('profile') === 'legacy') yield* kubectl.err('--profile=legacy is deprecated and planned to be removed in v1.39. It is recommended to specify other profile, for example "--profile=general".\n');
  const pod = yield* podOf(kubectl, word, 'debug', 0);
  const name = flags.text('container') || freshName(kubectl, pod);
  const target = flags.text('target');
  if (!flags.bool('quiet')) {
    if (target !== '') yield* kubectl.err(`Targeting container ${JSON.stringify(target)}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`);
    if (flags.text('container') === '') yield* kubectl.err(`Defaulting debug container name to ${name}.\n`);
  }
  const debugged = flags.text('copy-to') === '' ? yield* addContainer(kubectl, pod, name, args.slice(1)) : yield* copyPod(kubectl, pod, name, args.slice(1));
  const attaches = flags.changed('attach') ? flags.bool('attach') : flags.bool('stdin');
  if (attaches) yield* attachTo(kubectl, debugged, { container: name, isQuiet: flags.bool('quiet'), stdin: flags.bool('stdin'), tty: flags.bool('tty') });
}

function freshName(kubectl: Kubectl, pod: Pod): string {
  const taken = [...pod.spec.containers, ...(pod.spec.initContainers ?? []), ...(pod.spec.ephemeralContainers ?? [])].map((container) => container.name);
  for (;;) {
    const name = `debugger-${kubectl.context.random.text(5, safeLetters)}`;
    if (!taken.includes(name)) return name;
  }
}

function containerOf(kubectl: Kubectl, name: string, command: readonly string[]): AnyObject {
  const { flags } = kubectl;
  const policy = flags.text('image-pull-policy');
  const env = flags.list('env').map((pair) => ({ name: pair.split('=')[0] ?? '', value: pair.slice(pair.indexOf('=') + 1) }));
  return {
    name, image: flags.text('image'), ...(policy === '' ? undefined : { imagePullPolicy: policy }), ...(command.length > 0 ? { command } : undefined), ...(env.length > 0 ? { env } : undefined),
    ...(flags.bool('stdin') ? { stdin: true } : undefined), ...(flags.bool('tty') ? { tty: true } : undefined), terminationMessagePolicy: 'File',
  };
}

/** What a profile gives to the container that looks. Upstream: k8s.io/kubectl pkg/cmd/debug/profiles.go */
const securityOf: Readonly<Record<string, AnyObject>> = {
  general: { capabilities: { add: ['SYS_PTRACE'] } },
  netadmin: { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
  restricted: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  sysadmin: { privileged: true },
};

/** The security context of a profile; where a container of that name is there already, its capabilities are given once more. */
function securityContextOf(kubectl: Kubectl, pod: Pod, name: string): AnyObject {
  const context = securityOf[kubectl.flags.text('profile')];
  const known = pod.spec.ephemeralContainers?.find((each) => each.name === name)?.securityContext?.capabilities?.add ?? [];
  const added = listAt(context ?? {}, 'capabilities', 'add');
  if (!context) return {};
  return { securityContext: added.length === 0 ? context : { ...context, capabilities: { add: [...known, ...added] } } };
}

function* addContainer(kubectl: Kubectl, pod: Pod, name: string, command: readonly string[]): Process<Pod> {
  const target = kubectl.flags.text('target');
  const container = { ...containerOf(kubectl, name, command), ...securityContextOf(kubectl, pod, name), ...(target === '' ? undefined : { targetContainerName: target }) };
  const names = [...(pod.spec.ephemeralContainers ?? []).map((each) => each.name).filter((each) => each !== name), name];
  const body = { spec: { '$setElementOrder/ephemeralContainers': names.map((each) => ({ name: each })), ephemeralContainers: [container] } };
  const { namespace, name: podName } = pod.metadata;
  return (yield* kubectl.api.ask('patch', { mapping: podsResource, namespace, name: podName, subresource: 'ephemeralcontainers', patchType: 'strategic', body })) as Pod;
}

/** A Pod like it with the container in addition. */
function* copyPod(kubectl: Kubectl, pod: Pod, name: string, command: readonly string[]): Process<Pod> {
  const { nodeName: _, ephemeralContainers: _debuggers, ...spec } = pod.spec;
  const added = kubectl.flags.text('image') === '' ? [] : [containerOf(kubectl, name, command)];
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: kubectl.flags.text('copy-to'), namespace: pod.metadata.namespace }, spec: { ...spec, containers: [...spec.containers, ...added] } };
  return (yield* kubectl.api.ask('create', { mapping: podsResource, namespace: pod.metadata.namespace, body })) as Pod;
}
