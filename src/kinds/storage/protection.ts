/** Finalizers that keep storage while something uses it, by the apiVersion and kind of what they protect. */
export const protectionFinalizers: Readonly<Record<string, string>> = {
  'v1 PersistentVolumeClaim': 'kubernetes.io/pvc-protection',
  'v1 PersistentVolume': 'kubernetes.io/pv-protection',
  'storage.k8s.io/v1 VolumeAttributesClass': 'kubernetes.io/vac-protection',
};
