// A claim that names no class gets the cluster's default one.
// Upstream: plugin/pkg/admission/storage/storageclass/setdefault

import { isObject, withFields } from '../../../base/index.ts';
import { defaultClassOf, isDefaultClass, storageClassAnnotation, storageClassKind } from '../../../kinds/index.ts';
import { cachedObjects, hasNone } from '../../cache/lookup.ts';
import { isCreation } from '../plugin.ts';
import type { AdmissionPlugin } from '../plugin.ts';

export const defaultStorageClass: AdmissionPlugin = {
  name: 'DefaultStorageClass',
  handles: (target) => target.kind.kind === 'PersistentVolumeClaim' && target.kind.group === '' && isCreation(target),
  isIdle: (server) => hasNone(server, storageClassKind),
  *mutate({ call, object }) {
    if (!object || !isObject(object.spec)) return undefined;
    if (object.spec['storageClassName'] !== undefined || object.metadata.annotations?.[storageClassAnnotation] !== undefined) return undefined;
    const chosen = defaultClassOf(cachedObjects(call.server, storageClassKind, undefined), isDefaultClass);
    return chosen && withFields(object, { spec: { ...object.spec, storageClassName: chosen.metadata.name } });
  },
};
