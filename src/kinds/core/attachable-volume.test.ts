import { describe, expect, test } from 'vitest';
import { attachableVolume, attachmentName } from './attachable-volume.ts';

describe('a volume that is attached to machines', () => {
  test('is named by its driver and handle, and by its PersistentVolume', () => {
    const volume = attachableVolume('disk', { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem', csi: { driver: 'drivers.example.com', volumeHandle: 'handle-1' } });
    expect(volume).toMatchObject({ uniqueName: 'kubernetes.io/csi/drivers.example.com^handle-1', name: 'disk' });
  });

  test('of a cloud is the volume of the driver that took its place', () => {
    const volume = attachableVolume('v', { name: 'v', awsElasticBlockStore: { volumeID: 'aws://eu-1a/vol-1', partition: 2 } });
    expect(volume).toEqual({
      uniqueName: 'kubernetes.io/csi/ebs.csi.aws.com^vol-1', name: 'ebs.csi.aws.com-vol-1',
      csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-1', volumeAttributes: { partition: '2' } },
    });
  });

  test('over a network of its own needs no driver', () => {
    const volume = attachableVolume('v', { name: 'v', iscsi: { targetPortal: '10.9.9.9', iqn: 'iqn.2001-04.com.example:storage', lun: 0 } });
    expect(volume).toEqual({ uniqueName: 'kubernetes.io/iscsi/10.9.9.9:iqn.2001-04.com.example:storage:0', name: 'v', csi: undefined });
  });

  test.each([
    ['a directory of the machine', { name: 'v', hostPath: { path: '/x' } }],
    ['a volume that a driver makes for one Pod', { name: 'v', csi: { driver: 'inline.example.com' } }],
    ['a share of files', { name: 'v', nfs: { server: '10.9.9.9', path: '/x' } }],
  ])('is not %s', (_, volume) => {
    expect(attachableVolume('v', volume as Parameters<typeof attachableVolume>[1])).toBeUndefined();
  });
});

test('an attachment is named by the hash of handle, driver and node', () => {
  // As the real controller named it: test/golden/node/118-attached-by-a-driver.txt computes the same.
  expect(attachmentName({ driver: 'ebs.csi.aws.com', volumeHandle: 'vol-1' }, 'worker-1')).toBe('csi-65fc5f2bcfa6c13f0aa4fe87b462d8c9f830b86765af96888f548428cd88043d');
});
