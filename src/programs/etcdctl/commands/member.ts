// etcdctl member: who belongs to the cluster.
// Upstream: etcdctl/ctlv3/command/member_command.go

import { quote } from '../../../base/index.ts';
import type { EtcdResponse, MemberInfo, MemberListResult } from '../../../etcd/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { bool, text } from '../../command-line/flag.ts';
import type { Command } from '../command.ts';
import type { Etcdctl } from '../etcdctl.ts';
import { ExitError, badArgs } from '../exit.ts';
import { peerUrlsArgument } from '../peer-urls.ts';
import { headerJson, someOf } from '../print/answers.ts';
import type { Field, Forms, Style } from '../print/forms.ts';
import { memberNumber, quoted, shownId } from '../print/values.ts';

type Members = EtcdResponse<MemberListResult>;

/** An id in JSON: a number, or a text in hexadecimal. */
function idJson(id: string, { isHex }: Style): unknown {
  return isHex ? id : memberNumber(id);
}

function memberJson({ id, name, peerUrls, clientUrls, isLearner }: MemberInfo, style: Style): Readonly<Record<string, unknown>> {
  const told = { ID: idJson(id, style), name, peerURLs: peerUrls, clientURLs: clientUrls.length === 0 ? null : clientUrls };
  if (style.isHex) return { ...told, isLearner: isLearner || undefined };
  return { ...told, name: name === '' ? undefined : name, clientURLs: someOf(clientUrls), isLearner: isLearner || undefined };
}

function listJson({ header, result: { members } }: Members, style: Style): unknown {
  const shown = style.isHex ? { cluster_id: header.clusterId, member_id: header.memberId } : {};
  return { header: { ...headerJson(header), ...shown }, members: members.map((member) => memberJson(member, style)) };
}

/** Every member as a row of texts. */
function rows({ result: { members } }: Members): readonly (readonly string[])[] {
  return members.map(({ id, name, peerUrls, clientUrls, isLearner }) => [
    id, name === '' ? 'unstarted' : 'started', name, peerUrls.join(','), clientUrls.join(','), String(isLearner),
  ]);
}

function memberFields({ id, name, peerUrls, clientUrls, isLearner }: MemberInfo, style: Style): readonly Field[] {
  return [
    ['ID', shownId(id, style)],
    ['Name', quoted(name)],
    ...peerUrls.map((url): Field => ['PeerURL', quoted(url)]),
    ...clientUrls.map((url): Field => ['ClientURL', quoted(url)]),
    ['IsLearner', String(isLearner)],
    ['', ''],
  ];
}

const listForms: Forms<Members> = {
  simple: (answer) => rows(answer).map((row) => `${row.join(', ')}\n`).join(''),
  json: listJson,
  fields: ({ header, result: { members } }, style) => [
    ['ClusterID', shownId(header.clusterId, style)],
    ['MemberID', shownId(header.memberId, style)],
    ['RaftTerm', `${header.raftTerm}`],
    ...members.flatMap((member) => memberFields(member, style)),
  ],
  table: (answer) => ({ head: ['ID', 'STATUS', 'NAME', 'PEER ADDRS', 'CLIENT ADDRS', 'IS LEARNER'], rows: rows(answer), isRight: true }),
};

/** What a change answers: a sentence, or the members after it. */
function changeForms(sentence: (clusterId: string) => string): Forms<Members> {
  return { simple: ({ header }) => sentence(padded(header.clusterId)), json: listJson };
}

function padded(id: string): string {
  return id.padStart(16);
}

/** The id of a member in hexadecimal. Throws ExitError. */
function memberArgument(args: readonly string[]): string {
  const [id] = args;
  if (id === undefined || args.length !== 1) throw badArgs('member ID is not provided');
  if (!/^[0-9a-fA-F]{1,16}$/.test(id)) throw badArgs(`bad member ID arg (strconv.ParseUint: parsing ${quote(id)}: invalid syntax), expecting ID in Hex`);
  return id.toLowerCase().replace(/^0+(?=.)/, '');
}

function* runAdd(etcdctl: Etcdctl, args: readonly string[]): Process {
  const [name] = args;
  if (name === undefined) throw badArgs('member name not provided');
  if (args.length > 1) throw badArgs('too many arguments');
  const urls = etcdctl.flags.text('peer-urls');
  if (urls === '') throw badArgs('member peer urls not provided');
  const peerUrls = peerUrlsArgument(urls);
  const isLearner = etcdctl.flags.bool('learner');
  const client = yield* etcdctl.client();
  const answer = yield* client.ask('Cluster/MemberAdd', client.etcd.changeMembers({ type: 'memberAdd', peerUrls, isLearner }));
  const { added = '', members } = answer.result;
  const kind = isLearner ? 'added as learner to' : 'added to';
  const newcomer = members.find(({ id }) => id === added);
  yield* etcdctl.print({
    simple: ({ header }) => `Member ${padded(added)} ${kind} cluster ${padded(header.clusterId)}\n`,
    json: ({ header }, style) => ({
      header: headerJson(header),
      member: newcomer && memberJson(newcomer, style),
      members: members.map((member) => memberJson(member, style)),
    }),
  }, answer);
  if (etcdctl.format === 'simple') yield* etcdctl.out(environmentText({ name, added, members, peerUrls }));
}

/** What the new member is to be started with. */
function environmentText(options: { readonly name: string; readonly added: string; readonly members: readonly MemberInfo[]; readonly peerUrls: readonly string[] }): string {
  const { name, added, members, peerUrls } = options;
  const cluster = members.flatMap((member) => member.peerUrls.map((url) => `${member.id === added ? name : member.name}=${url}`));
  return `\nETCD_NAME=${quote(name)}\nETCD_INITIAL_CLUSTER=${quote(cluster.join(','))}\n`
    + `ETCD_INITIAL_ADVERTISE_PEER_URLS=${quote(peerUrls.join(','))}\nETCD_INITIAL_CLUSTER_STATE="existing"\n`;
}

const add: Command = {
  name: 'add',
  short: 'Adds a member into the cluster',
  usage: 'add <memberName> [options]',
  flags: [
    bool('learner', 'indicates if the new member is raft learner'),
    text('peer-urls', 'comma separated peer URLs for the new member.'),
  ],
  run: runAdd,
};

const list: Command = {
  name: 'list',
  short: 'Lists all members in the cluster',
  long: `When --write-out is set to simple, this command prints out comma-separated member lists for each endpoint.
The items in the lists are ID, Status, Name, Peer Addrs, Client Addrs, Is Learner.`,
  usage: 'list',
  flags: [text('consistency', 'Linearizable(l) or Serializable(s)', { value: 'l' })],
  *run(etcdctl) {
    const consistency = etcdctl.flags.text('consistency');
    // The flag of `get` is the one that is told, as etcdctl has it.
    if (consistency !== 'l' && consistency !== 's') throw new ExitError('badFeature', 'unknown consistency flag "l"');
    const client = yield* etcdctl.client();
    yield* etcdctl.print(listForms, yield* client.ask('Cluster/MemberList', client.etcd.memberList({ serializable: consistency === 's' })));
  },
};

const promote: Command = {
  name: 'promote',
  short: 'Promotes a non-voting member in the cluster',
  long: 'Promotes a non-voting learner member to a voting one in the cluster.',
  usage: 'promote <memberID>',
  *run(etcdctl, args) {
    const id = memberArgument(args);
    const client = yield* etcdctl.client();
    const answer = yield* client.ask('Cluster/MemberPromote', client.etcd.changeMembers({ type: 'memberPromote', id }));
    yield* etcdctl.print(changeForms((cluster) => `Member ${padded(id)} promoted in cluster ${cluster}\n`), answer);
  },
};

const remove: Command = {
  name: 'remove',
  short: 'Removes a member from the cluster',
  usage: 'remove <memberID>',
  *run(etcdctl, args) {
    const id = memberArgument(args);
    const client = yield* etcdctl.client();
    const answer = yield* client.ask('Cluster/MemberRemove', client.etcd.changeMembers({ type: 'memberRemove', id }));
    yield* etcdctl.print(changeForms((cluster) => `Member ${padded(id)} removed from cluster ${cluster}\n`), answer);
  },
};

const update: Command = {
  name: 'update',
  short: 'Updates a member in the cluster',
  usage: 'update <memberID> [options]',
  flags: [text('peer-urls', 'comma separated peer URLs for the updated member.')],
  *run(etcdctl, args) {
    const id = memberArgument(args);
    const urls = etcdctl.flags.text('peer-urls');
    if (urls === '') throw badArgs('member peer urls not provided');
    const peerUrls = peerUrlsArgument(urls);
    const client = yield* etcdctl.client();
    const answer = yield* client.ask('Cluster/MemberUpdate', client.etcd.changeMembers({ type: 'memberUpdate', id, peerUrls }));
    yield* etcdctl.print(changeForms((cluster) => `Member ${padded(id)} updated in cluster ${cluster}\n`), answer);
  },
};

export const member: Command = {
  name: 'member',
  short: 'Membership related commands',
  usage: 'member <subcommand>',
  commands: [add, list, promote, remove, update],
};
