// etcdctl downgrade: whether the cluster could be an older version. It stays what it is.
// Upstream: etcdctl/ctlv3/command/downgrade_command.go

import type { Command } from '../command.ts';
import { ExitError, badArgs } from '../exit.ts';
import { apiVersion } from '../help.ts';

const [, minor = ''] = apiVersion.split('.');

/** The version one can go back to: one minor version. Throws ExitError. */
function checkTarget(args: readonly string[]): void {
  const [target] = args;
  if (target === undefined) throw badArgs('TARGET_VERSION not provided');
  const [, targetMinor] = /^3\.(\d+)(\.\d+)?$/.exec(target) ?? [];
  if (targetMinor === undefined) throw new ExitError('error', 'etcdserver: wrong downgrade target version format');
  if (Number(targetMinor) !== Number(minor) - 1) throw new ExitError('error', 'etcdserver: invalid downgrade target version');
}

export const downgrade: Command = {
  name: 'downgrade',
  short: 'Downgrade related commands',
  usage: 'downgrade <TARGET_VERSION>',
  commands: [
    {
      name: 'cancel',
      short: 'Cancel the ongoing downgrade action to cluster',
      usage: 'cancel',
      *run() {
        throw new ExitError('error', 'etcdserver: no inflight downgrade job');
      },
    },
    {
      name: 'enable',
      short: 'Start a downgrade action to cluster',
      usage: 'enable <TARGET_VERSION>',
      *run(_, args) {
        checkTarget(args);
        throw new ExitError('error', 'members of this cluster know one version only');
      },
    },
    {
      name: 'validate',
      short: 'Validate downgrade capability before starting downgrade',
      usage: 'validate <TARGET_VERSION>',
      *run(etcdctl, args) {
        checkTarget(args);
        yield* etcdctl.out(`Downgrade validate success, cluster version ${apiVersion}\n`);
      },
    },
  ],
};
