// The manifests of a kustomization directory, as text.

import type { Kubectl } from '../core/kubectl.ts';
import { formatYaml } from '../core/yaml.ts';
import { buildDirectory } from '../kustomize/build.ts';

/** The manifests that a kustomization directory makes. */
export function buildKustomization(kubectl: Kubectl, directory: string): string {
  return buildDirectory(kubectl.files, kubectl.path(directory), directory).map(formatYaml).join('---\n');
}
