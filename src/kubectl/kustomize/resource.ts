// An object on its way through a kustomization, and how patches, replacements and errors name it.
// Upstream: sigs.k8s.io/kustomize api/resource, kyaml/resid

import { parseApiVersion } from '../../kinds/index.ts';
import { CommandError } from '../core/errors.ts';
import { mapAt, nameOf, namespaceOf, textAt, withField } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { isSelected } from '../resources/label-query.ts';

/** An object with the names by which patches and references know it. */
export interface Resource {
  readonly object: AnyObject;
  /** Its names so far, the first one first. */
  readonly names: readonly string[];
  /** The namespace that it came with. */
  readonly firstNamespace: string;
  /** The prefixes and suffixes that it was given. */
  readonly affixes: readonly string[];
  readonly wantsHash: boolean;
  /** Where it comes from: a file as seen from the root, or what has made it. */
  readonly origin: AnyObject;
  /** What has changed it, as `buildMetadata` tells it. */
  readonly changedBy: readonly AnyObject[];
}

/** `Deployment.v1.apps`; what is missing is told in brackets. */
export function typeText(object: AnyObject): string {
  const { group, version } = parseApiVersion(textAt(object, 'apiVersion'));
  return `${textAt(object, 'kind') || '[noKind]'}.${version || '[noVer]'}.${group || '[noGrp]'}`;
}

/** `Deployment.v1.apps/web.[noNs]` */
export const idText = (object: AnyObject): string => `${typeText(object)}/${nameOf(object)}.${namespaceOf(object) || '[noNs]'}`;

/** An object that nothing has been done to. */
export function freshResource(object: AnyObject, origin: AnyObject, wantsHash = false): Resource {
  return { object, names: [nameOf(object)], firstNamespace: namespaceOf(object), affixes: [], wantsHash, origin, changedBy: [] };
}

/** The same object under another name. */
export function renamed(resource: Resource, name: string): Resource {
  return { ...resource, object: withField(resource.object, ['metadata', 'name'], name), names: [...resource.names, name] };
}

/** Whether a target of patches selects it: each part is a regular expression for the whole of what it is about. */
export function isTarget({ object, names }: Resource, target: AnyObject): boolean {
  const matches = (part: string, actual: readonly string[]): boolean => {
    const wanted = textAt(target, part);
    return wanted === '' || actual.some((each) => patternOf(wanted).test(each));
  };
  const { group, version } = parseApiVersion(textAt(object, 'apiVersion'));
  return matches('kind', [textAt(object, 'kind')]) && matches('name', [...names, nameOf(object)]) && matches('group', [group]) && matches('version', [version])
    && matches('namespace', [namespaceOf(object)]) && isSelected(object, textAt(target, 'labelSelector'))
    && isSelected({ metadata: { labels: mapAt(object, 'metadata', 'annotations') } }, textAt(target, 'annotationSelector'));
}

function patternOf(wanted: string): RegExp {
  try {
    return new RegExp(`^(?:${wanted})$`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CommandError(`error parsing regexp: ${wanted}`);
  }
}
