import type { Process } from '../../../kernel/index.ts';
import { CommandError } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { hasFiles, selectTargets, selectionFlags } from '../../resources/builder.ts';
import type { Target } from '../../resources/builder.ts';

/** The objects that are meant; without any word that is an error of its own. */
export function* rolloutTargets(kubectl: Kubectl, args: readonly string[]): Process<readonly Target[]> {
  needResources(kubectl, args);
  kubectl.connect();
  return yield* selectTargets(kubectl, { ...selectionFlags(kubectl, args), typeMeansAll: true });
}

/** Throws where nothing is named. */
export function needResources(kubectl: Kubectl, args: readonly string[]): void {
  if (args.length === 0 && !hasFiles(selectionFlags(kubectl, args))) throw new CommandError('required resource not specified');
}
