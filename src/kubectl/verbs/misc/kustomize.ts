// kubectl kustomize.

import type { Command } from '../../core/command.ts';
import { usageError } from '../../core/errors.ts';
import { buildKustomization } from '../../resources/kustomize.ts';

export const kustomize: Command = {
  name: 'kustomize', short: 'Build a kustomization target from a directory or URL', usage: 'DIR [flags]',
  long: 'Build a set of KRM resources using a \'kustomization.yaml\' file. The DIR argument must be a path to a directory containing \'kustomization.yaml\', or a git repository URL with a path suffix specifying same with respect to the repository root. If DIR is omitted, \'.\' is assumed.',
  *run(kubectl, args) {
    if (args.length > 1) throw usageError(kubectl.found.path, 'specify one path to kustomization.yaml');
    yield* kubectl.out(buildKustomization(kubectl, args[0] ?? '.'));
  },
};
