// Upstream: server/etcdserver/api/v3rpc/maintenance.go
import { sleep } from '../kernel/index.ts';
import type { Process } from '../kernel/index.ts';
import type { Exchange, Reply } from '../network/index.ts';
import { etcdError } from './errors.ts';
import { limits } from './limits.ts';
import type { MemberProcess } from './member-process.ts';
import type { AlarmRequest, EtcdResponse, StatusResult } from './requests.ts';
import { snapshotFileText } from './snapshot-file.ts';

/** The version that the members say they are, and that of what they store. */
export const etcdVersion = '3.6.16';
export const storageVersion = '3.6.0';

/** What a member says of itself, and what an administrator has it do. */
export class Maintenance {
  private readonly member: MemberProcess;

  constructor(member: MemberProcess) {
    this.member = member;
  }

  status(): StatusResult {
    const { member } = this;
    const { node, store } = member;
    const alarms = store.alarms.all.map(({ memberId, alarm }) => `memberID:${BigInt(`0x${memberId}`)} alarm:${alarm} `);
    return {
      type: 'status',
      version: etcdVersion,
      storageVersion,
      dbSize: store.size.bytes,
      dbSizeInUse: store.size.bytesInUse,
      dbSizeQuota: member.quotaBytes,
      leader: member.members.get(node.lead)?.memberId ?? '0',
      raftIndex: node.log.committed,
      raftAppliedIndex: member.appliedIndex,
      raftTerm: node.term,
      isLearner: member.isLearner,
      errors: [...(node.lead === 0 ? [etcdError('noLeader').message] : []), ...alarms],
    };
  }

  /** Writes the store's file anew; the member does so for itself, and takes its time. */
  *defragment(): Process<EtcdResponse> {
    const { store } = this.member;
    yield* sleep(limits.defragLeastMs + store.size.bytesInUse / limits.defragBytesPerMs);
    store.size.defragment();
    return this.member.respond({ type: 'defragment' });
  }

  /** Nobody is a user here, so authentication stays off; its revision is the first. Throws EtcdError. */
  auth(action: 'enable' | 'status'): EtcdResponse {
    if (action === 'enable') throw etcdError('rootUserMissing');
    return this.member.respond({ type: 'auth', isEnabled: false, authRevision: 1 });
  }

  /** Alarms are raised, disarmed and listed through the log. */
  alarm(request: AlarmRequest): Process<EtcdResponse> {
    return this.member.write(request);
  }

  /** Sends the member's store as the text of a file, piece by piece. */
  *snapshot(exchange: Exchange): Process<Reply | undefined> {
    const { member } = this;
    const text = snapshotFileText({ store: member.store.snapshot(), members: member.members.snapshot() });
    exchange.reply({ kind: 'response', isStream: true, payload: member.respond({ type: 'snapshot', storageVersion }) });
    for (let at = 0; at < text.length; at += limits.snapshotPieceCharacters) {
      exchange.push('snapshot', text.slice(at, at + limits.snapshotPieceCharacters));
    }
    exchange.finish();
    return undefined;
  }
}
