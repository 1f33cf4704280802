// What a PersistentVolume is made of: exactly one of many sorts of storage.
// Upstream: pkg/apis/core/validation ValidatePersistentVolumeSpec (sources)

import type { Errors } from '../checks.ts';
import { checkDnsLabel, checkDnsSubdomain } from '../checks.ts';
import { shapeNamed } from '../facts.ts';
import type { FieldPath } from '../field-error.ts';
import { forbidden, required } from '../field-error.ts';
import type { CSIPersistentVolumeSource, ISCSIPersistentVolumeSource, LocalVolumeSource, PersistentVolumeSpec, SecretReference } from '../generated/types.ts';
import { goFieldName, goFields, goLines } from '../go-struct.ts';
import { checkCsiDriverName } from './driver-name.ts';
import { checkNoBacksteps } from './path-validation.ts';
import { checkHostPath } from './pod/volume-validation.ts';
import { checkIscsi, storageChecks } from './storage-sources.ts';

/** The sources by their fields, in the order in which Kubernetes looks at them. */
export const sourceNames = [
  'hostPath', 'gcePersistentDisk', 'awsElasticBlockStore', 'glusterfs', 'flocker', 'nfs', 'rbd', 'quobyte', 'cephfs', 'iscsi', 'cinder', 'fc',
  'azureFile', 'flexVolume', 'vsphereVolume', 'photonPersistentDisk', 'portworxVolume', 'azureDisk', 'scaleIO', 'local', 'storageos', 'csi',
] as const satisfies readonly (keyof PersistentVolumeSpec)[];

const secretFields = ['controllerPublishSecretRef', 'controllerExpandSecretRef', 'nodePublishSecretRef', 'nodeExpandSecretRef'] as const;

function checkSecret(errors: Errors, at: FieldPath, { name, namespace }: SecretReference): void {
  if (name) checkDnsSubdomain(errors, at.child('name'), name);
  else errors.push(required(at.child('name')));
  if (namespace) checkDnsLabel(errors, at.child('namespace'), namespace);
  else errors.push(required(at.child('namespace')));
}

function checkCsi(errors: Errors, at: FieldPath, source: CSIPersistentVolumeSource): void {
  checkCsiDriverName(errors, at.child('driver'), source.driver);
  if (!source.volumeHandle) errors.push(required(at.child('volumeHandle')));
  for (const field of secretFields) {
    const reference = source[field];
    if (reference) checkSecret(errors, at.child(field), reference);
  }
}

function checkLocal(errors: Errors, at: FieldPath, { path }: LocalVolumeSource): void {
  if (!path) errors.push(required(at.child('path')));
  else checkNoBacksteps(errors, at.child('path'), path);
}

type Check = (errors: Errors, at: FieldPath, source: never) => void;
/** One check for each source. */
const checks: Readonly<Record<(typeof sourceNames)[number], Check>> = {
  ...storageChecks, iscsi: (errors, at, source: ISCSIPersistentVolumeSource) => checkIscsi(errors, at, source, ''), hostPath: checkHostPath, csi: checkCsi, local: checkLocal,
};

/** What errors call a source, where that is not its field's name. */
const spelling: Readonly<Record<string, string>> = { cephfs: 'cephFS' };
const checkedAs: Readonly<Record<string, string>> = { gcePersistentDisk: 'persistentDisk' };

/** The source that counts. */
export const firstSource = (spec: PersistentVolumeSpec): (typeof sourceNames)[number] | undefined => sourceNames.find((name) => spec[name] !== undefined);

/** The sources of a volume: one, and right. */
export function checkVolumeSources(errors: Errors, at: FieldPath, spec: PersistentVolumeSpec): void {
  const [first, ...more] = sourceNames.filter((name) => spec[name] !== undefined);
  if (first === undefined) errors.push(required(at, 'must specify a volume type'));
  for (const name of [first, ...more]) {
    if (name === undefined) continue;
    const isSecond = name !== first && name !== 'flexVolume'; // of which nobody asks whether it is
    if (isSecond) errors.push(forbidden(at.child(spelling[name] ?? name), 'may not specify more than 1 volume type'));
    else checks[name](errors, at.child(checkedAs[name] ?? name), spec[name] as never); // the source of that name
  }
}

/** The source of a volume as errors about its change show it. */
export function internalSourceText(spec: PersistentVolumeSpec): string {
  const sources = shapeNamed('io.k8s.api.core.v1.PersistentVolumeSpec').filter(([, , , , via]) => via === 'PersistentVolumeSource').map(goFieldName);
  return goLines(Object.fromEntries([...goFields('v1.PersistentVolumeSpec', spec)].filter(([name]) => sources.includes(name))));
}
