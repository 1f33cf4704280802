// Annotations of old that name security profiles. Hardly anybody has them: what they mean comes later.

import type { ObjectMeta } from '../../generated/types.ts';

/** Whether an annotation names a profile of AppArmor or seccomp. */
export function namesProfiles(annotations: ObjectMeta['annotations']): annotations is NonNullable<ObjectMeta['annotations']> {
  if (annotations) for (const key in annotations) if (/\b(apparmor\.security\.beta|seccomp\.security\.alpha)\./.test(key)) return true;
  return false;
}
