import { controllerReference } from '../../kinds/index.ts';
import type { NamespacedObject, PodInput, PodTemplateSpec } from '../../kinds/index.ts';

/** The Pod that a template asks for, named after its owner and controlled by it. */
export function podFromTemplate(template: PodTemplateSpec, owner: NamespacedObject): PodInput {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${owner.metadata.name}-`,
      namespace: owner.metadata.namespace,
      ownerReferences: [controllerReference(owner)],
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(finalizers ? { finalizers } : {}),
    },
    spec: template.spec,
  };
}
