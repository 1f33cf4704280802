// Upstream: pkg/controller/statefulset/stateful_set_utils.go newStatefulSetPod
import type { ControllerRevision, PodInput, StatefulSet } from '../../kinds/index.ts';
import { podFromTemplate } from '../framework/pod-template.ts';
import { revisionHashLabel, templateKeptIn } from '../framework/revision-history.ts';
import { withClaims } from './claims.ts';
import { identityOf } from './pod-identity.ts';

/** The Pod of a number, as a revision of the set says. */
export function statefulPod(set: StatefulSet, revision: ControllerRevision, ordinal: number): PodInput & { readonly metadata: { readonly name: string } } {
  const template = templateKeptIn(revision);
  const pod = podFromTemplate(template, set);
  const name = `${set.metadata.name}-${ordinal}`;
  const labels = { ...template.metadata?.labels, ...identityOf(name, ordinal), [revisionHashLabel]: revision.metadata.name };
  const spec = { ...template.spec, hostname: name, ...(set.spec.serviceName === '' ? {} : { subdomain: set.spec.serviceName }) };
  return { ...pod, metadata: { ...pod.metadata, name, labels }, spec: withClaims(set, spec, ordinal) };
}
