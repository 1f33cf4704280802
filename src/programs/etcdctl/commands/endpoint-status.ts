// etcdctl endpoint status: versions, sizes, leader and raft's indexes of each endpoint.
// Upstream: etcdctl/ctlv3/command/ep_command.go (epStatusCommandFunc)

import type { EtcdResponse, StatusResult } from '../../../etcd/index.ts';
import { EtcdError } from '../../../etcd/index.ts';
import { endpointsOf } from '../cluster-endpoints.ts';
import type { Command } from '../command.ts';
import { ExitError } from '../exit.ts';
import { headerFields, headerJson, someOf } from '../print/answers.ts';
import type { Field, Forms, Style } from '../print/forms.ts';
import { humanBytes } from '../print/sizes.ts';
import { count, memberNumber, quoted, shownId } from '../print/values.ts';

interface Status extends EtcdResponse<StatusResult> {
  readonly endpoint: string;
}

const head = [
  'ENDPOINT', 'ID', 'VERSION', 'STORAGE VERSION', 'DB SIZE', 'IN USE', 'PERCENTAGE NOT IN USE', 'QUOTA', 'IS LEADER', 'IS LEARNER',
  'RAFT TERM', 'RAFT INDEX', 'RAFT APPLIED INDEX', 'ERRORS', 'DOWNGRADE TARGET VERSION', 'DOWNGRADE ENABLED',
];

function rowOf({ endpoint, header, result }: Status): readonly string[] {
  const { dbSize, dbSizeInUse } = result;
  return [
    endpoint, header.memberId, result.version, result.storageVersion, humanBytes(dbSize), humanBytes(dbSizeInUse),
    `${Math.trunc((1 - dbSizeInUse / dbSize) * 100)}%`, humanBytes(result.dbSizeQuota), `${result.leader === header.memberId}`,
    `${result.isLearner}`, `${result.raftTerm}`, `${result.raftIndex}`, `${result.raftAppliedIndex}`, result.errors.join(', '), '', 'false',
  ];
}

function fieldsOf({ endpoint, header, result }: Status, style: Style): readonly Field[] {
  return [
    ...headerFields(header, style),
    ['Version', quoted(result.version)],
    ['StorageVersion', quoted(result.storageVersion)],
    ['DBSize', `${result.dbSize}`],
    ['DBSizeInUse', `${result.dbSizeInUse}`],
    ['DBSizeQuota', `${result.dbSizeQuota}`],
    ['Leader', shownId(result.leader, style)],
    ['IsLearner', `${result.isLearner}`],
    ['RaftIndex', `${result.raftIndex}`],
    ['RaftAppliedIndex', `${result.raftAppliedIndex}`],
    ['Errors', `[${result.errors.join(' ')}]`],
    ['Endpoint', quoted(endpoint)],
    ['DowngradeTargetVersion', '""'],
    ['DowngradeEnabled', 'false'],
    ['', ''],
  ];
}

const statusForms: Forms<readonly Status[]> = {
  simple: (all) => all.map((status) => `${rowOf(status).join(', ')}\n`).join(''),
  json: (all) => all.length === 0 ? null : all.map(({ endpoint, header, result }) => ({
    Endpoint: endpoint,
    Status: {
      header: headerJson(header),
      version: result.version,
      dbSize: count(result.dbSize),
      leader: result.leader === '0' ? undefined : memberNumber(result.leader),
      raftIndex: count(result.raftIndex),
      raftTerm: count(result.raftTerm),
      raftAppliedIndex: count(result.raftAppliedIndex),
      errors: someOf(result.errors),
      dbSizeInUse: count(result.dbSizeInUse),
      isLearner: result.isLearner || undefined,
      storageVersion: result.storageVersion,
      dbSizeQuota: count(result.dbSizeQuota),
      downgradeInfo: {},
    },
  })),
  fields: (all, style) => all.flatMap((status) => fieldsOf(status, style)),
  table: (all) => ({ head, rows: all.map(rowOf), isRight: true }),
};

export const status: Command = {
  name: 'status',
  short: 'Prints out the status of endpoints specified in `--endpoints` flag',
  usage: 'status',
  long: `When --write-out is set to simple, this command prints out comma-separated status lists for each endpoint.
The items in the lists are endpoint, ID, version, db size, is leader, is learner, raft term, raft index, raft applied index, errors.`,
  *run(etcdctl) {
    const answers: Status[] = [];
    const endpoints = yield* endpointsOf(etcdctl);
    for (const endpoint of endpoints) {
      const client = yield* etcdctl.client([endpoint]);
      try {
        answers.push({ endpoint, ...(yield* client.call('Maintenance/Status', client.etcd.status())) });
      } catch (error) {
        if (!(error instanceof EtcdError)) throw error;
        yield* etcdctl.err(`Failed to get the status of endpoint ${endpoint} (${error.message})\n`);
      }
    }
    yield* etcdctl.print(statusForms, answers);
    if (answers.length < endpoints.length) throw new ExitError('error');
  },
};
