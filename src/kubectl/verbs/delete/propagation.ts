// What `--cascade` says becomes of what an object owns.
// Upstream: k8s.io/kubectl pkg/cmd/util/helpers.go GetCascadingStrategy

import type { Process } from '../../../kernel/index.ts';
import { CommandError } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';

/** Older ways to say it. */
const olderNames: Readonly<Record<string, string>> = { true: 'background', false: 'orphan' };

/** As the server is told; warns of an older way to say it, throws for what is none. */
export function* propagationPolicy(kubectl: Kubectl): Process<'Background' | 'Foreground' | 'Orphan'> {
  const given = kubectl.flags.text('cascade');
  const named = olderNames[given];
  if (named !== undefined) yield* kubectl.err(`warning: --cascade=${given} is deprecated (boolean value) and can be replaced with --cascade=${named}.\n`);
  switch (named ?? given) {
    case 'background': return 'Background';
    case 'foreground': return 'Foreground';
    case 'orphan': return 'Orphan';
    default: throw new CommandError(`invalid cascade value (${given}). Must be "background", "foreground", or "orphan"`);
  }
}
