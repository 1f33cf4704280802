// Claims, volumes and classes of volume attributes stay as long as something uses them.
// Upstream: plugin/pkg/admission/storage/storageobjectinuseprotection

import { withFields } from '../../../base/index.ts';
import { protectionFinalizers } from '../../../kinds/index.ts';
import type { AnyKind } from '../../../kinds/index.ts';
import { isCreation } from '../plugin.ts';
import type { AdmissionPlugin } from '../plugin.ts';

export const storageObjectInUseProtection: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  handles: (target) => finalizerOf(target.kind) !== undefined && isCreation(target),
  *mutate({ call, object }) {
    const finalizer = finalizerOf(call.kind);
    if (!object || finalizer === undefined) return undefined;
    const { finalizers = [] } = object.metadata;
    if (finalizers.includes(finalizer)) return undefined;
    return withFields(object, { metadata: withFields(object.metadata, { finalizers: [...finalizers, finalizer] }) });
  },
};

function finalizerOf({ apiVersion, kind }: AnyKind): string | undefined {
  return protectionFinalizers[`${apiVersion} ${kind}`];
}
