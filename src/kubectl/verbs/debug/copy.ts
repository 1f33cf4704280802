// kubectl debug --copy-to: a Pod like another, changed so that one can look into it.
// Upstream: k8s.io/kubectl pkg/cmd/debug/debug.go generatePodCopyWithDebugContainer, pkg/cmd/debug/profiles.go podcopy

import type { Process } from '../../../kernel/index.ts';
import type { Pod } from '../../../kinds/index.ts';
import { CommandError } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import type { AnyObject } from '../../core/object.ts';
import { podsResource } from '../../streaming/pods.ts';
import { containerOf, customised, freshName } from './container.ts';
import { profileOf, secured } from './profiles.ts';

/** A Pod that was made, and the container in it that was added or changed; '' when only images were. */
interface Copied {
  readonly pod: Pod;
  readonly container: string;
}

/** Makes the copy, in place of the Pod with `--replace`. @param words what follows `--` */
export function* copyPod(kubectl: Kubectl, pod: Pod, words: readonly string[], custom: AnyObject): Process<Copied> {
  const { flags } = kubectl;
  const images = flags.pairs('set-image');
  const { ephemeralContainers: _debuggers, nodeName, ...spec } = pod.spec;
  const changesImagesOnly = images.size > 0 && flags.text('image') === '' && words.length === 0;
  const container = changesImagesOnly ? '' : yield* nameOfContainer(kubectl, pod);
  const withImages = spec.containers.map((each) => ({ ...each, image: images.get(each.name) ?? images.get('*') ?? each.image }) as unknown as AnyObject);
  const plain = { ...spec, containers: withImages, ...(flags.bool('same-node') && nodeName !== undefined ? { nodeName } : {}) } as AnyObject;
  const { annotations, labels } = pod.metadata;
  const metadata = changesImagesOnly ? { annotations, labels } : keptMetadata(kubectl, { annotations, labels });
  const body = {
    apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name: flags.text('copy-to'), namespace: pod.metadata.namespace },
    spec: changesImagesOnly ? plain : withDebugger(kubectl, plain, container, words, custom),
  };
  const { namespace, name } = pod.metadata;
  if (flags.bool('replace')) yield* kubectl.api.ask('delete', { mapping: podsResource, namespace, name, options: { gracePeriodSeconds: 0 } });
  return { pod: (yield* kubectl.api.ask('create', { mapping: podsResource, namespace, body })) as Pod, container };
}

function* nameOfContainer(kubectl: Kubectl, pod: Pod): Process<string> {
  const given = kubectl.flags.text('container');
  if (given !== '') return given;
  const name = freshName(kubectl, pod);
  if (!kubectl.flags.bool('quiet')) yield* kubectl.err(`Defaulting debug container name to ${name}.\n`);
  return name;
}

const isLegacy = ({ flags }: Kubectl): boolean => flags.text('profile') === 'legacy';

function keptMetadata(kubectl: Kubectl, { annotations, labels }: AnyObject): AnyObject {
  const { flags } = kubectl;
  return { ...(isLegacy(kubectl) || flags.bool('keep-annotations') ? { annotations } : {}), ...(flags.bool('keep-labels') ? { labels } : {}) };
}

/** The spec with the container in it that one looks through: one of its own, changed, or one more. */
function withDebugger(kubectl: Kubectl, spec: AnyObject, name: string, words: readonly string[], custom: AnyObject): AnyObject {
  const { flags } = kubectl;
  const profile = profileOf(flags.text('profile'));
  const change = (known?: AnyObject): AnyObject => {
    const container = containerOf(kubectl, name, words, known);
    return customised(profile ? secured(profile, 'copy', container) : container, custom);
  };
  const lists = { containers: (spec['containers'] ?? []) as readonly AnyObject[], initContainers: (spec['initContainers'] ?? []) as readonly AnyObject[] };
  const isKnown = [...lists.containers, ...lists.initContainers].some((each) => each['name'] === name);
  if (!isKnown && flags.text('image') === '') throw new CommandError('you must specify image when creating new container');
  const changed = (list: readonly AnyObject[]): readonly AnyObject[] => list.map((each) => (each['name'] === name ? change(each) : each)).map((each) => withoutProbes(kubectl, each));
  const shares = flags.changed('share-processes') ? { shareProcessNamespace: flags.bool('share-processes') } : isLegacy(kubectl) ? {} : { shareProcessNamespace: true };
  const { initContainers: _init, ...rest } = spec;
  return {
    ...rest, ...shares, containers: [...changed(lists.containers), ...(isKnown ? [] : [change()])],
    ...(flags.bool('keep-init-containers') && lists.initContainers.length > 0 ? { initContainers: changed(lists.initContainers) } : {}),
  };
}

/** Probes would end what one looks at; flags keep them. */
function withoutProbes(kubectl: Kubectl, container: AnyObject): AnyObject {
  if (isLegacy(kubectl)) return container;
  const gone = ['liveness', 'readiness', 'startup'].filter((probe) => !kubectl.flags.bool(`keep-${probe}`)).map((probe) => `${probe}Probe`);
  return Object.fromEntries(Object.entries(container).filter(([field]) => !gone.includes(field)));
}
