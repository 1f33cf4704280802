import { withFields } from '../../base/index.ts';
import type { KubeObject } from '../../kinds/index.ts';

/** The object as clients see it: with the revision of its last write as its resourceVersion. */
export function versioned(object: KubeObject, revision: number): KubeObject {
  const resourceVersion = String(revision);
  if (object.metadata.resourceVersion === resourceVersion) return object;
  return withFields(object, { metadata: withFields(object.metadata, { resourceVersion }) });
}
