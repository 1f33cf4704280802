// What a container means where its author left something out.
// Upstream: pkg/apis/core/v1/defaults.go SetDefaults_Container

import type {
  Container, ContainerInput, ContainerPort, ContainerPortInput, EnvVar, EnvVarInput, ObjectFieldSelector, ObjectFieldSelectorInput,
  ResourceFieldSelector,
} from '../../generated/types.ts';
import { complete, completeList, dropDisabled } from '../../reuse.ts';
import { roundedRequirements } from '../rounded-amounts.ts';
import { lifecycleDefaults, probeDefaults } from './probe-defaults.ts';

/** Longer names are none. Source: distribution/reference */
const longestImageName = 255;
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const host = '(?:[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?\\.)*[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?(?::[0-9]+)?';
/** Host or first part, the other parts, tag, digest. */
const imageReference = new RegExp(`^((?:${host}/)?${component}(?:/${component})*)(?::([\\w][-.\\w]{0,127}))?(@[a-z0-9]+:[0-9a-fA-F]{32,})?$`);

/** The pull policy of an image: what may move under its name (the tag `latest`, or none) is always pulled. */
export function defaultPullPolicy(image: string): 'Always' | 'IfNotPresent' {
  const match = imageReference.exec(image);
  // Whatever is no name of an image has no tag either.
  if (!match || (match[1] ?? '').length > longestImageName) return 'IfNotPresent';
  const [, , tag, digest] = match;
  return tag === 'latest' || (tag === undefined && digest === undefined) ? 'Always' : 'IfNotPresent';
}

function portDefaults(input: ContainerPortInput): ContainerPort {
  return complete(input, { protocol: input.protocol || 'TCP' } as const);
}

/** A reference to a field of the Pod, of the API's only version unless said. */
export function fieldRefDefaults(input: ObjectFieldSelectorInput): ObjectFieldSelector {
  return complete(input, { apiVersion: input.apiVersion || 'v1' });
}

/** A reference to a container's resource; no divisor is written as zero and read as one. */
export function resourceFieldRefDefaults(input: ResourceFieldSelector): ResourceFieldSelector {
  return complete(input, { divisor: input.divisor ?? '0' });
}

function envDefaults(input: EnvVarInput): EnvVar {
  const { valueFrom } = input;
  if (!valueFrom) return complete(input, { valueFrom: undefined });
  const { fieldRef, resourceFieldRef, fileKeyRef } = valueFrom;
  return complete(input, {
    valueFrom: complete(valueFrom, {
      fieldRef: fieldRef && fieldRefDefaults(fieldRef),
      resourceFieldRef: resourceFieldRef && resourceFieldRefDefaults(resourceFieldRef),
      fileKeyRef: fileKeyRef && complete(fileKeyRef, { optional: fileKeyRef.optional ?? false }),
    }),
  });
}

/** A container as the kubelet needs it: every policy, path and protocol said. */
export function containerDefaults(given: ContainerInput): Container {
  const lifecycle = given.lifecycle && lifecycleDefaults(given.lifecycle);
  const input = lifecycle ? given : dropDisabled(given, 'lifecycle');
  const { ports, env, livenessProbe, readinessProbe, startupProbe } = input;
  const image = input.image ?? '';
  return complete(input, {
    image,
    imagePullPolicy: input.imagePullPolicy || defaultPullPolicy(image),
    terminationMessagePath: input.terminationMessagePath || '/dev/termination-log',
    terminationMessagePolicy: input.terminationMessagePolicy || ('File' as const),
    resources: roundedRequirements(input.resources),
    ports: ports && completeList(ports, portDefaults),
    env: env && completeList(env, envDefaults),
    lifecycle,
    livenessProbe: livenessProbe && probeDefaults(livenessProbe),
    readinessProbe: readinessProbe && probeDefaults(readinessProbe),
    startupProbe: startupProbe && probeDefaults(startupProbe),
  });
}
