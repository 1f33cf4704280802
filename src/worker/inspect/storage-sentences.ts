import { findCondition } from '../../kinds/index.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../kinds/index.ts';
import type { Phrase } from '../../protocol/index.ts';

/** Which volume a claim has, or what it looks for. */
export function claimSentence({ spec, status }: PersistentVolumeClaim): readonly Phrase[] {
  switch (status.phase) {
    case 'Bound': {
      const resizing = findCondition(status.conditions, 'Resizing');
      return [{ say: resizing?.status === 'True' ? 'claim.resizing' : 'claim.bound', with: { volume: spec.volumeName ?? '' } }];
    }
    case 'Lost': return [{ say: 'claim.lost', with: { volume: spec.volumeName ?? '' } }];
    default: {
      const wanted = [spec.resources.requests?.['storage'] ?? '', spec.accessModes.join(' + '), spec.storageClassName ? `storageClassName ${spec.storageClassName}` : ''].filter((part) => part !== '').join(', ');
      return [{ say: 'claim.pending', with: { wanted } }];
    }
  }
}

/** Who has a volume. */
export function volumeSentence({ spec, status }: PersistentVolume): readonly Phrase[] {
  const claim = spec.claimRef ? `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}` : '';
  switch (status.phase) {
    case 'Bound': return [{ say: 'volume.bound', with: { claim } }];
    case 'Released': return [{ say: 'volume.released', with: { claim, policy: spec.persistentVolumeReclaimPolicy } }];
    case 'Failed': return [{ say: 'volume.failed', with: { reason: status.message || status.reason || '' } }];
    default: return [{ say: 'volume.free' }];
  }
}
