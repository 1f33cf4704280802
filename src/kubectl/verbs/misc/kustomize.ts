// kubectl kustomize.

import type { Command } from '../../core/command.ts';
import { usageError } from '../../core/errors.ts';
import { buildKustomization } from '../../resources/kustomize.ts';

export const kustomize: Command = {
  name: 'kustomize', short: 'Build a kustomization target from a directory or URL', usage: 'DIR [flags]',
  *run(kubectl, args) {
    if (args.length > 1) throw usageError(kubectl.found.path, 'specify one path to kustomization.yaml');
    yield* kubectl.out(buildKustomization(kubectl, args[0] ?? '.'));
  },
};
