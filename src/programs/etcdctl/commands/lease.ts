// etcdctl lease: leases, which keys live with.
// Upstream: etcdctl/ctlv3/command/lease_command.go

import { quote } from '../../../base/index.ts';
import type { EtcdResponse, LeaseGrantResult, LeaseTimeToLiveResult } from '../../../etcd/index.ts';
import { isEtcdError } from '../../../etcd/index.ts';
import { sleep } from '../../../kernel/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { bool } from '../../command-line/flag.ts';
import { leaseArgument } from '../arguments.ts';
import type { Command } from '../command.ts';
import { noLimit } from '../limits.ts';
import type { Etcdctl } from '../etcdctl.ts';
import { ExitError, badArgs } from '../exit.ts';
import { headerFields, headerJson } from '../print/answers.ts';
import type { Forms } from '../print/forms.ts';
import { base64, leaseHex, quoted, shownLease } from '../print/values.ts';

interface LeaseList {
  readonly type: 'leases';
  readonly ids: readonly number[];
}

interface KeepAlive {
  readonly type: 'leaseKeepAlive';
  readonly id: number;
  readonly ttlSeconds: number;
}

const grantForms: Forms<EtcdResponse<LeaseGrantResult>> = {
  simple: ({ result: { id, ttlSeconds } }) => `lease ${leaseHex(id)} granted with TTL(${ttlSeconds}s)\n`,
  json: ({ header, result: { id, ttlSeconds } }) => ({ ...headerJson(header), ID: BigInt(id), TTL: ttlSeconds, Error: '' }),
  fields: ({ header, result: { id, ttlSeconds } }, style) => [...headerFields(header, style), ['ID', shownLease(id, style)], ['TTL', `${ttlSeconds}`]],
};

const revokeForms: Forms<EtcdResponse & { readonly id: number }> = {
  simple: ({ id }) => `lease ${leaseHex(id)} revoked\n`,
  json: ({ header }) => ({ header: headerJson(header) }),
  fields: ({ header }, style) => headerFields(header, style),
};

const keepAliveForms: Forms<EtcdResponse<KeepAlive>> = {
  simple: ({ result: { id, ttlSeconds } }) => `lease ${leaseHex(id)} keepalived with TTL(${ttlSeconds})\n`,
  json: ({ header, result: { id, ttlSeconds } }) => ({ ...headerJson(header), ID: BigInt(id), TTL: ttlSeconds }),
  fields: ({ header, result: { id, ttlSeconds } }, style) => [...headerFields(header, style), ['ID', shownLease(id, style)], ['TTL', `${ttlSeconds}`]],
};

const timeToLiveForms = (hasKeys: boolean): Forms<EtcdResponse<LeaseTimeToLiveResult>> => ({
  simple: ({ result: { id, ttlSeconds, grantedSeconds, keys } }) => {
    if (grantedSeconds === 0 && ttlSeconds === -1) return `lease ${leaseHex(id)} already expired\n`;
    const attached = hasKeys ? `, attached keys([${keys.join(' ')}])` : '';
    return `lease ${leaseHex(id)} granted with TTL(${grantedSeconds}s), remaining(${ttlSeconds}s)${attached}\n`;
  },
  json: ({ header, result: { id, ttlSeconds, grantedSeconds, keys } }) => ({
    ...headerJson(header), id: BigInt(id), ttl: ttlSeconds, 'granted-ttl': grantedSeconds, keys: keys.length === 0 ? null : keys.map(base64),
  }),
  fields: ({ header, result: { id, ttlSeconds, grantedSeconds, keys } }, style) => [
    ...headerFields(header, style),
    ['ID', shownLease(id, style)],
    ['TTL', `${ttlSeconds}`],
    ['GrantedTTL', `${grantedSeconds}`],
    ...keys.map((key) => ['Key', quoted(key)] as const),
  ],
});

const listForms: Forms<EtcdResponse<LeaseList>> = {
  simple: ({ result: { ids } }) => `found ${ids.length} leases\n${ids.map((id) => `${leaseHex(id)}\n`).join('')}`,
  json: ({ header, result: { ids } }) => ({ ...headerJson(header), leases: ids.map((id) => ({ id: BigInt(id) })) }),
  fields: ({ header, result: { ids } }, style) => [...headerFields(header, style), ...ids.map((id) => ['ID', shownLease(id, style)] as const)],
};

const grant: Command = {
  name: 'grant',
  short: 'Creates leases',
  usage: 'grant <ttl>',
  *run(etcdctl, args) {
    const [text] = args;
    if (text === undefined || args.length !== 1) throw badArgs('lease grant command needs TTL argument');
    if (!/^[-+]?\d+$/.test(text)) throw badArgs(`bad TTL (strconv.ParseInt: parsing ${quote(text)}: invalid syntax)`);
    const client = yield* etcdctl.client();
    const asked = client.etcd.call({ type: 'leaseGrant', ttlSeconds: Number(text) }, 'leaseGrant');
    yield* etcdctl.print(grantForms, yield* client.ask('Lease/LeaseGrant', asked, ({ message }) => new ExitError('error', `failed to grant lease (${message})`)));
  },
};

const revoke: Command = {
  name: 'revoke',
  short: 'Revokes leases',
  usage: 'revoke <leaseID>',
  *run(etcdctl, args) {
    if (args.length !== 1) throw badArgs('lease revoke command needs 1 argument');
    const id = leaseArgument(args[0] ?? '');
    const client = yield* etcdctl.client();
    const asked = client.etcd.call({ type: 'leaseRevoke', id }, 'leaseRevoke');
    const response = yield* client.ask('Lease/LeaseRevoke', asked, ({ message }) => new ExitError('error', `failed to revoke lease (${message})`));
    yield* etcdctl.print(revokeForms, { ...response, id });
  },
};

const timeToLive: Command = {
  name: 'timetolive',
  short: 'Get lease information',
  usage: 'timetolive <leaseID> [options]',
  flags: [bool('keys', 'Get keys attached to this lease')],
  *run(etcdctl, args) {
    if (args.length !== 1) throw badArgs('lease timetolive command needs lease ID as argument');
    const id = leaseArgument(args[0] ?? '');
    const keys = etcdctl.flags.bool('keys');
    const client = yield* etcdctl.client();
    const asked = client.etcd.call({ type: 'leaseTimeToLive', id, keys }, 'leaseTimeToLive', noLimit);
    yield* etcdctl.print(timeToLiveForms(keys), yield* client.ask('Lease/LeaseTimeToLive', asked));
  },
};

const list: Command = {
  name: 'list',
  short: 'List all active leases',
  usage: 'list',
  *run(etcdctl) {
    const client = yield* etcdctl.client();
    yield* etcdctl.print(listForms, yield* client.ask('Lease/LeaseLeases', client.etcd.call({ type: 'leases' }, 'leases')));
  },
};

/** A lease is kept alive this many times within its time. Upstream: client/v3/lease.go */
const timesWithinTtl = 3;

const keepAlive: Command = {
  name: 'keep-alive',
  short: 'Keeps leases alive (renew)',
  usage: 'keep-alive [options] <leaseID>',
  flags: [bool('once', 'Resets the keep-alive time to its original value and cobrautl.Exits immediately')],
  *run(etcdctl, args) {
    if (args.length !== 1) throw badArgs('lease keep-alive command needs lease ID as argument');
    const id = leaseArgument(args[0] ?? '');
    if (etcdctl.flags.bool('once')) {
      const { etcd } = yield* etcdctl.client();
      const response = yield* etcdctl.ask(etcd.renewLease(id, noLimit), ({ message }) => new ExitError('badConnection', message));
      return yield* etcdctl.print(keepAliveForms, response);
    }
    yield* keepAlways(etcdctl, id);
    yield* etcdctl.out(`lease ${leaseHex(id)} expired or revoked.\n`);
  },
};

/** Keeps a lease alive until there is no such lease. */
function* keepAlways(etcdctl: Etcdctl, id: number): Process {
  const { etcd } = yield* etcdctl.client();
  for (;;) {
    try {
      const response = yield* etcd.renewLease(id, noLimit);
      yield* etcdctl.print(keepAliveForms, response);
      yield* sleep((response.result.ttlSeconds * 1000) / timesWithinTtl);
    } catch (error) {
      if (isEtcdError(error, 'leaseNotFound')) return;
      throw error;
    }
  }
}

export const lease: Command = {
  name: 'lease',
  short: 'Lease related commands',
  usage: 'lease <subcommand>',
  commands: [grant, keepAlive, list, revoke, timeToLive],
};
