// etcdutl snapshot restore: a data directory made of a snapshot, for one member of a new cluster.
// Upstream: etcdutl/snapshot/v3_snapshot.go

import { DataDirectory, SnapshotFileError, currentVersions, defaultClusterToken, readSnapshotFile, restoreDirectory } from '../../etcd/index.ts';
import type { InitialMember, SnapshotFile, StoreSnapshot } from '../../etcd/index.ts';
import type { Process } from '../../kernel/index.ts';
import { bool, text, uint } from '../command-line/flag.ts';
import type { Command } from '../etcdctl/command.ts';
import { ExitError, badArgs } from '../etcdctl/exit.ts';
import type { Etcdutl } from './etcdutl.ts';

const flags = [
  uint('bump-revision', 'How much to increase the latest revision after restore'),
  text('data-dir', 'Path to the output data directory'),
  text('initial-advertise-peer-urls', "List of this member's peer URLs to advertise to the rest of the cluster", { value: 'http://localhost:2380' }),
  text('initial-cluster', 'Initial cluster configuration for restore bootstrap', { value: 'default=http://localhost:2380' }),
  text('initial-cluster-token', 'Initial cluster token for the etcd cluster during restore bootstrap', { value: defaultClusterToken }),
  uint('initial-memory-map-size', 'Initial memory map size of the database in bytes. It uses the default value if not defined or defined to 0', { value: '10737418240' }),
  bool('mark-compacted', 'Mark the latest revision after restore as the point of scheduled compaction (required if --bump-revision > 0, disallowed otherwise)'),
  text('name', 'Human-readable name for this member', { value: 'default' }),
  bool('skip-hash-check', 'Ignore snapshot integrity hash value (required if copied from data directory)'),
  text('wal-dir', 'Path to the WAL directory (use --data-dir if none given)'),
];

/** What the flags say, checked as far as it can be without the snapshot. */
interface Plan {
  readonly path: string;
  readonly dataPath: string;
  readonly name: string;
  readonly members: readonly InitialMember[];
}

function planOf(etcdutl: Etcdutl, path: string): Plan {
  const { flags: given, files } = etcdutl;
  if ((given.int('bump-revision') > 0) !== given.bool('mark-compacted')) throw badArgs('--mark-compacted required if --revision-bump > 0');
  const name = given.text('name');
  const dataPath = given.text('data-dir') || `${name}.etcd`;
  const members = readInitialCluster(given.text('initial-cluster'));
  const self = members.find((member) => member.name === name);
  if (!self) throw new ExitError('error', `couldn't find local name "${name}" in the initial cluster configuration`);
  const advertised = given.text('initial-advertise-peer-urls');
  const missing = self.peerUrls.find((url) => !advertised.split(',').includes(url));
  if (missing !== undefined) {
    throw new ExitError('error', `--initial-cluster has ${name}=${missing} but missing from --initial-advertise-peer-urls=${advertised} (resolved urls: "${advertised}" != "${missing}")`);
  }
  const place = etcdutl.path(dataPath);
  if (files.exists(place) && files.list(place).length > 0) throw new ExitError('error', `data-dir "${dataPath}" not empty or could not be read`);
  return { path, dataPath, name, members };
}

/** `node1=http://10.0.0.1:2380,…`; a member with several URLs is named once for each. Throws ExitError. */
function readInitialCluster(given: string): readonly InitialMember[] {
  const members = new Map<string, string[]>();
  for (const part of given.split(',')) {
    const [name = '', url = ''] = part.split('=');
    if (!/^(https?|unixs?):\/\//.test(url)) throw new ExitError('error', `URL scheme must be http, https, unix, or unixs: ${url}`);
    members.set(name, [...(members.get(name) ?? []), url]);
  }
  return [...members].map(([name, peerUrls]) => ({ name, peerUrls }));
}

/** Reads the snapshot, and puts its store where a member looks for it. Throws ExitError. */
function* takeStore(etcdutl: Etcdutl, { path, dataPath }: Plan): Process<StoreSnapshot> {
  const { files, flags: given } = etcdutl;
  const file = readFile(etcdutl.read(path, 'open'), path);
  const isChecked = !given.bool('skip-hash-check');
  const snap = etcdutl.path(`${dataPath}/member/snap`);
  files.makeDirectory(snap, { parents: true });
  files.write(`${snap}/db`, `${file.content}\n`, 0o600);
  if (isChecked && file.checksum === undefined) throw new ExitError('error', 'snapshot missing hash but --skip-hash-check=false');
  if (isChecked && file.checksum !== file.expectedChecksum) {
    throw new ExitError('error', `expected sha256 [${bytesOf(file.checksum ?? '')}], got [${bytesOf(file.expectedChecksum)}]`);
  }
  return bumped(file.state.store, given.int('bump-revision'));
}

function readFile(content: string, path: string): SnapshotFile {
  try {
    return readSnapshotFile(content);
  } catch (error) {
    if (!(error instanceof SnapshotFileError)) throw error;
    throw new ExitError('error', `seek ${path}: invalid argument`);
  }
}

/** The bytes of a hexadecimal text as Go prints them. */
function bytesOf(hexadecimal: string): string {
  return (hexadecimal.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).join(' ');
}

/** The store so many revisions further on, with its past compacted away, so that nobody who watched it misses that it went back. */
function bumped(store: StoreSnapshot, by: number): StoreSnapshot {
  if (by === 0) return store;
  const revision = store.revision + by;
  return { ...store, revision, compactedRevision: revision, versions: currentVersions(store), changes: [] };
}

export const restore: Command<Etcdutl> = {
  name: 'restore',
  short: 'Restores an etcd member snapshot to an etcd directory',
  usage: 'restore <filename> --data-dir {output dir} [options]',
  flags,
  *run(etcdutl, args) {
    const [path] = args;
    if (path === undefined || args.length !== 1) throw badArgs('snapshot restore requires exactly one argument');
    const plan = planOf(etcdutl, path);
    const { dataPath, name, members } = plan;
    const where = { path, 'wal-dir': `${dataPath}/member/wal`, 'data-dir': dataPath, 'snap-dir': `${dataPath}/member/snap`, 'initial-memory-map-size': etcdutl.flags.int('initial-memory-map-size') };
    yield* etcdutl.log('snapshot/v3_snapshot.go:305', 'restoring snapshot', where);
    const store = yield* takeStore(etcdutl, plan);
    yield* etcdutl.log('schema/membership.go:138', 'Trimming membership information from the backend...', {});
    const directory = new DataDirectory(etcdutl.context.sandbox.space);
    restoreDirectory(directory, { store, name, initialCluster: members, clusterToken: etcdutl.flags.text('initial-cluster-token') });
    const { metadata } = directory;
    for (const { memberId, peerUrls } of metadata?.contacts ?? []) {
      yield* etcdutl.log('membership/cluster.go:424', 'added member', {
        'cluster-id': metadata?.clusterId, 'local-member-id': '0', 'added-peer-id': memberId, 'added-peer-peer-urls': peerUrls, 'added-peer-is-learner': false,
      });
    }
    etcdutl.directories.put(etcdutl.files, etcdutl.path(dataPath), directory);
    const index = members.length.toString(16).padStart(16, '0');
    etcdutl.files.write(etcdutl.path(`${dataPath}/member/snap/${'1'.padStart(16, '0')}-${index}.snap`), `term 1, index ${members.length}\n`, 0o600);
    yield* etcdutl.log('snapshot/v3_snapshot.go:333', 'restored snapshot', where);
  },
};
