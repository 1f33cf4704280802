// etcdutl hashkv: the hash of the store in a snapshot's file, to compare with that of a member.
// Upstream: etcdutl/hashkv_command.go

import { EtcdError, SnapshotFileError, Store, hashKv, readSnapshotFile } from '../../etcd/index.ts';
import type { HashKvResult } from '../../etcd/index.ts';
import { int } from '../command-line/flag.ts';
import type { Command } from '../etcdctl/command.ts';
import { ExitError, badArgs } from '../etcdctl/exit.ts';
import type { Forms } from '../etcdctl/print/forms.ts';
import type { Etcdutl } from './etcdutl.ts';

const hashForms: Forms<HashKvResult> = {
  simple: ({ hash, hashRevision, compactRevision }) => `${hash}, ${hashRevision}, ${compactRevision}\n`,
  json: ({ hash, hashRevision, compactRevision }) => ({ hash, hashRevision, compactRevision }),
  fields: ({ hash, hashRevision, compactRevision }) => [['Hash', `${hash}`], ['HashRevision', `${hashRevision}`], ['CompactRevision', `${compactRevision}`]],
  table: ({ hash, hashRevision, compactRevision }) => ({ head: ['HASH', 'HASH REVISION', 'COMPACT REVISION'], rows: [[`${hash}`, `${hashRevision}`, `${compactRevision}`]] }),
};

function hashIn(text: string, revision: number): HashKvResult {
  try {
    return hashKv(new Store(readSnapshotFile(text).state.store), revision);
  } catch (error) {
    if (error instanceof SnapshotFileError || error instanceof EtcdError) throw new ExitError('error', error.message);
    throw error;
  }
}

export const hashkv: Command<Etcdutl> = {
  name: 'hashkv',
  short: 'Prints the KV history hash of a given file',
  usage: 'hashkv <filename>',
  flags: [int('rev', 'maximum revision to hash (default: latest revision)')],
  *run(etcdutl, args) {
    const [path] = args;
    if (path === undefined || args.length !== 1) throw badArgs('hashkv requires exactly one argument');
    yield* etcdutl.print(hashForms, hashIn(etcdutl.read(path, 'stat'), etcdutl.flags.int('rev')));
  },
};
