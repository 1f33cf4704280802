// The manifests of a kustomization directory, as text.

import type { Process } from '../../kernel/index.ts';
import type { Kubectl } from '../core/kubectl.ts';
import { formatYaml } from '../core/yaml.ts';
import { buildDirectory } from '../kustomize/build.ts';

/** The manifests that a kustomization directory makes; warns of what should be written otherwise. */
export function* buildKustomization(kubectl: Kubectl, directory: string): Process<string> {
  const { objects, warnings } = buildDirectory(kubectl.files, kubectl.path(directory), directory);
  yield* kubectl.err(warnings.map((line) => `${line}\n`).join(''));
  return objects.map(formatYaml).join('---\n');
}
