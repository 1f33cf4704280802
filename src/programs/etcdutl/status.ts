// etcdutl snapshot status: what a snapshot's file holds.
// Upstream: etcdutl/snapshot_command.go

import { SnapshotFileError, currentVersions, readSnapshotFile, storageVersion } from '../../etcd/index.ts';
import type { Command } from '../etcdctl/command.ts';
import { ExitError, badArgs } from '../etcdctl/exit.ts';
import type { Forms } from '../etcdctl/print/forms.ts';
import { humanBytes } from '../etcdctl/print/sizes.ts';
import type { Etcdutl } from './etcdutl.ts';

interface Status {
  readonly hash: number;
  readonly revision: number;
  readonly totalKey: number;
  readonly totalSize: number;
  readonly version: string;
}

const rowOf = ({ hash, revision, totalKey, totalSize, version }: Status): readonly string[] => [hash.toString(16), `${revision}`, `${totalKey}`, humanBytes(totalSize), version];

const statusForms: Forms<Status> = {
  simple: (status) => `${rowOf(status).join(', ')}\n`,
  json: (status) => status,
  fields: ({ hash, revision, totalKey, totalSize, version }) => [
    ['Hash', `${hash}`], ['Revision', `${revision}`], ['Keys', `${totalKey}`], ['Size', `${totalSize}`], ['Version', version],
  ],
  table: (status) => ({ head: ['HASH', 'REVISION', 'TOTAL KEYS', 'TOTAL SIZE', 'VERSION'], rows: [rowOf(status)] }),
};

/** Throws ExitError when the text is no snapshot. */
function statusOf(text: string): Status {
  try {
    const { state: { store }, hash } = readSnapshotFile(text);
    const totalKey = currentVersions(store).length;
    return { hash, revision: store.revision, totalKey, totalSize: text.length, version: storageVersion };
  } catch (error) {
    if (!(error instanceof SnapshotFileError)) throw error;
    throw new ExitError('error', error.message);
  }
}

export const status: Command<Etcdutl> = {
  name: 'status',
  short: 'Gets backend snapshot status of a given file',
  usage: 'status <filename>',
  *run(etcdutl, args) {
    const [path] = args;
    if (path === undefined || args.length !== 1) throw badArgs('snapshot status requires exactly one argument');
    yield* etcdutl.print(statusForms, statusOf(etcdutl.read(path, 'stat')));
  },
};
