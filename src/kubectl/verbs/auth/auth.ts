// kubectl auth: who asks, what they may do, and what roles give to whom.
// Upstream: k8s.io/kubectl pkg/cmd/auth

import type { Command } from '../../core/command.ts';
import { canI } from './can-i.ts';
import { reconcile } from './reconcile.ts';
import { whoAmI } from './whoami.ts';

export const auth: Command = {
  name: 'auth', short: 'Inspect authorization', usage: '[flags]', commands: [canI, reconcile, whoAmI],
};
