// A claim can only grow where its class says that volumes can.
// Upstream: plugin/pkg/admission/storage/persistentvolume/resize

import { compareQuantities, isObject } from '../../../base/index.ts';
import type { KubeObject } from '../../../kinds/index.ts';
import { lookUp } from '../../cache/lookup.ts';
import { refusal } from '../plugin.ts';
import type { AdmissionPlugin } from '../plugin.ts';

export const persistentVolumeClaimResize: AdmissionPlugin = {
  name: 'PersistentVolumeClaimResize',
  handles: ({ kind, operation, subresource }) => kind.kind === 'PersistentVolumeClaim' && kind.group === '' && operation === 'UPDATE' && subresource === undefined,
  *validate(write) {
    const { call, object, previous } = write;
    if (!object || !previous || compareQuantities(storageOf(object), storageOf(previous)) <= 0) return;
    // What is not bound yet may not change at all, which validation says.
    if (!isObject(previous.status) || previous.status['phase'] !== 'Bound') return;
    const name = isObject(object.spec) ? object.spec['storageClassName'] : undefined;
    const found = typeof name === 'string' && name !== '' ? yield* lookUp(call.server, { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', name }) : undefined;
    const fields: Readonly<Record<string, unknown>> = { ...found };
    if (fields['allowVolumeExpansion'] !== true) throw refusal(write, 'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize');
  },
};

function storageOf({ spec }: KubeObject): string {
  const resources = isObject(spec) && isObject(spec['resources']) ? spec['resources'] : {};
  const storage = isObject(resources['requests']) ? resources['requests']['storage'] : undefined;
  return typeof storage === 'string' ? storage : '0';
}
