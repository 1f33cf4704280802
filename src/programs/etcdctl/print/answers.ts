// The parts that answers are made of: the header, and keys with their values.
// Upstream: etcdctl/ctlv3/command/printer_fields.go, printer_simple.go

import type { KeyValue, ResponseHeader } from '../../../etcd/index.ts';
import type { Field, Style } from './forms.ts';
import { base64, count, memberNumber, quoted, shownBytes, shownId, shownLease, valueText } from './values.ts';

/** A header in JSON. */
export function headerJson(header: ResponseHeader): Readonly<Record<string, unknown>> {
  return { cluster_id: memberNumber(header.clusterId), member_id: memberNumber(header.memberId), revision: count(header.revision), raft_term: count(header.raftTerm) };
}

/** A header in the form `fields`. */
export function headerFields(header: ResponseHeader, style: Style): readonly Field[] {
  return [
    ['ClusterID', shownId(header.clusterId, style)],
    ['MemberID', shownId(header.memberId, style)],
    ['Revision', `${header.revision}`],
    ['RaftTerm', `${header.raftTerm}`],
  ];
}

/** The header of an answer within a transaction's: it knows only the revision. */
export function innerHeader(revision: number, raftTerm = 0): ResponseHeader {
  return { clusterId: '0', memberId: '0', revision, raftTerm };
}

/** A key and its value as two lines. */
export function keyValueText(kv: KeyValue, style: Style): string {
  return `${shownBytes(kv.key, style)}\n${shownBytes(valueText(kv.value), style)}\n`;
}

/** A key and all that is known of it, in JSON. */
export function keyValueJson(kv: KeyValue): Readonly<Record<string, unknown>> {
  return {
    key: base64(kv.key),
    create_revision: count(kv.createRevision),
    mod_revision: count(kv.modRevision),
    version: count(kv.version),
    value: base64(valueText(kv.value)),
    lease: count(kv.lease),
  };
}

/** The same in the form `fields`; `prefix` is `Prev` for what was there before. */
export function keyValueFields(kv: KeyValue, style: Style, prefix = ''): readonly Field[] {
  return [
    [`${prefix}Key`, quoted(kv.key)],
    [`${prefix}CreateRevision`, `${kv.createRevision}`],
    [`${prefix}ModRevision`, `${kv.modRevision}`],
    [`${prefix}Version`, `${kv.version}`],
    [`${prefix}Value`, quoted(valueText(kv.value))],
    [`${prefix}Lease`, shownLease(kv.lease, style)],
  ];
}

/** A list in JSON that is left out when nothing is in it. */
export function someOf<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}
