import type { KubeObject } from '../../kinds/index.ts';

/** The object as clients see it: with the revision of its last write as its resourceVersion. */
export function versioned(object: KubeObject, revision: number): KubeObject {
  const resourceVersion = String(revision);
  if (object.metadata.resourceVersion === resourceVersion) return object;
  return withField(object, 'metadata', withField(object.metadata, 'resourceVersion', resourceVersion));
}

/** A copy with another value of one field. Made field by field, so that copies of one kind have one shape wherever they are made. */
function withField<Fields extends object, Name extends keyof Fields & string>(fields: Fields, name: Name, value: Fields[Name]): Fields {
  const copy: Record<string, unknown> = {};
  const changed: string = name;
  for (const key in fields) copy[key] = key === changed ? value : fields[key];
  if (!(changed in copy)) copy[changed] = value;
  return copy as Fields; // by construction
}
