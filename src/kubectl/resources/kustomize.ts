// Kustomization directories.

import { CommandError } from '../core/errors.ts';
import type { Kubectl } from '../core/kubectl.ts';

const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The manifests that a kustomization directory makes. */
export function buildKustomization(kubectl: Kubectl, directory: string): string {
  const at = kubectl.path(directory);
  if (!kubectl.files.exists(at)) {
    throw new CommandError(`must build at directory: not a valid directory: evalsymlink failure on '${directory}' : lstat ${at}: no such file or directory`);
  }
  const file = fileNames.find((name) => kubectl.files.exists(`${at}/${name}`));
  if (file === undefined) throw new CommandError(`unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${at}'`);
  throw new CommandError(`${at}/${file}: kustomizations cannot be built`);
}
