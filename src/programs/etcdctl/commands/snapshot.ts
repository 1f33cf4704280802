// etcdctl snapshot: the store of one member as a file.
// Upstream: etcdctl/ctlv3/command/snapshot_command.go, client/v3/snapshot

import { formatDuration, formatMicroTime, goJson } from '../../../base/index.ts';
import { EtcdError, etcdVersion } from '../../../etcd/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { FileError, parentOf } from '../../../machine/index.ts';
import type { Command } from '../command.ts';
import type { Etcdctl } from '../etcdctl.ts';
import { ExitError, badArgs } from '../exit.ts';
import { humanBytes } from '../print/sizes.ts';

const examples = `# Save snapshot to a given file
etcdctl snapshot save /backup/etcd-snapshot.db

# Get snapshot from given address and save it to file
etcdctl snapshot save --endpoints=127.0.0.1:3000 /backup/etcd-snapshot.db

# Get snapshot from given address with certificates
etcdctl --endpoints=https://127.0.0.1:2379 --cacert=/etc/etcd/ca.crt --cert=/etc/etcd/etcd.crt --key=/etc/etcd/etcd.key snapshot save /backup/etcd-snapshot.db

# Get snapshot wih certain user and password
etcdctl --user=root --password=password123 snapshot save /backup/etcd-snapshot.db

# Get snapshot from given address with timeout
etcdctl --endpoints=https://127.0.0.1:2379 --dial-timeout=20s snapshot save /backup/etcd-snapshot.db

# Save snapshot with desirable time format
etcdctl snapshot save /mnt/backup/etcd/backup_$(date +%Y%m%d_%H%M%S).db`;

function* log(etcdctl: Etcdctl, line: Readonly<Record<string, string>>): Process {
  const { logger, caller = '', ...rest } = line;
  const whole = { level: 'info', ts: formatMicroTime(etcdctl.context.sandbox.kernel.wallMs), logger, caller, ...rest };
  yield* etcdctl.err(`${goJson(whole, { keepsOrder: true, plain: true })}\n`);
}

/** Writes the file beside its place, and moves it there when it is whole. */
function* saveTo(etcdctl: Etcdctl, path: string, endpoint: string): Process<string> {
  const { files } = etcdctl.context.sandbox;
  const startedMs = etcdctl.nowMs;
  const part = `${path}.part`;
  if (!files.exists(parentOf(etcdctl.path(part)))) throw new ExitError('io', `could not open ${part} (open ${part}: no such file or directory)`);
  const client = yield* etcdctl.client();
  yield* log(etcdctl, { caller: 'snapshot/v3_snapshot.go:83', msg: 'created temporary db file', path: part });
  yield* log(etcdctl, { logger: 'client', caller: `v3@v${etcdVersion}/maintenance.go:236`, msg: 'opened snapshot stream; downloading' });
  yield* log(etcdctl, { caller: 'snapshot/v3_snapshot.go:96', msg: 'fetching snapshot', endpoint });
  const { text, storageVersion } = yield* client.etcd.snapshot({ timeoutMs: etcdctl.timeoutMs });
  yield* log(etcdctl, { logger: 'client', caller: `v3@v${etcdVersion}/maintenance.go:302`, msg: 'completed snapshot read; closing' });
  files.write(etcdctl.path(path), text, 0o600);
  const took = formatDuration(etcdctl.nowMs - startedMs);
  yield* log(etcdctl, { caller: 'snapshot/v3_snapshot.go:111', msg: 'fetched snapshot', endpoint, size: humanBytes(text.length), took, 'etcd-version': storageVersion });
  yield* log(etcdctl, { caller: 'snapshot/v3_snapshot.go:121', msg: 'saved', path });
  return storageVersion;
}

const save: Command = {
  name: 'save',
  short: 'Stores an etcd node backend snapshot to a given file',
  usage: 'save <filename>',
  examples,
  *run(etcdctl, args) {
    const [path] = args;
    if (path === undefined || args.length !== 1) throw badArgs('snapshot save expects one argument <filename>');
    const { endpoints } = etcdctl;
    if (endpoints.length !== 1) throw new ExitError('io', `snapshot must be requested to one selected node, not multiple [${endpoints.join(' ')}]`);
    try {
      const version = yield* saveTo(etcdctl, path, endpoints[0] ?? '');
      yield* etcdctl.out(`Snapshot saved at ${path}\nServer version ${version}\n`);
    } catch (error) {
      if (error instanceof EtcdError || error instanceof FileError) throw new ExitError('io', error.message);
      throw error;
    }
  },
};

export const snapshot: Command = {
  name: 'snapshot',
  short: 'Manages etcd node snapshots',
  usage: 'snapshot <subcommand>',
  examples,
  commands: [save],
};
