// Upstream: client/v3/snapshot, etcdutl/snapshot (the database with its SHA-256 behind it)
import { fnv1a, hex, isObject, parseJson, sha256, utf8Bytes } from '../base/index.ts';
import type { MemberState } from './member-state.ts';
import type { KeyValue } from './store/key-value.ts';

/** A file that is no snapshot, or not whole. */
export class SnapshotFileError extends Error {
  override readonly name = 'SnapshotFileError';
}

/** What is written of a store: its history follows from the versions of its keys. */
type StoredState = Omit<MemberState, 'store'> & { readonly store: Omit<MemberState['store'], 'changes'> };

const magic = 'etcd-snapshot';

/** The text of a snapshot's file: one line of JSON, and one with its checksum. */
export function snapshotFileText({ store, members }: MemberState): string {
  const { changes: _, ...rest } = store;
  const content = JSON.stringify({ [magic]: 1, store: rest, members });
  return `${content}\n${checksumOf(content)}\n`;
}

/** A snapshot's file as it is read. */
export interface SnapshotFile {
  readonly state: MemberState;
  /** The first line, as it stands in a member's own directory. */
  readonly content: string;
  /** Of the content, as tools show it. */
  readonly hash: number;
  /** What the file says its checksum is, and what it should be, in hexadecimal; the first is undefined when the file has none. */
  readonly checksum: string | undefined;
  readonly expectedChecksum: string;
}

/** Reads a snapshot's file. Throws SnapshotFileError. */
export function readSnapshotFile(text: string): SnapshotFile {
  const [content = '', checksum] = text.split('\n');
  const read = parsed(content);
  const state = { ...read, store: { ...read.store, changes: changesOf(read.store) } };
  return { state, content, hash: fnv1a(content), checksum: checksum === '' ? undefined : checksum, expectedChecksum: checksumOf(content) };
}

function parsed(content: string): StoredState {
  const value = parseJson(content);
  // Only what snapshotFileText wrote carries the mark.
  if (isObject(value) && magic in value) return value as unknown as StoredState;
  throw new SnapshotFileError('invalid database');
}

/** SHA-256 in hexadecimal. */
function checksumOf(content: string): string {
  return hex(sha256(utf8Bytes(content)));
}

/** Every change since the compaction, in order. */
function changesOf({ versions, compactedRevision }: StoredState['store']): readonly KeyValue[] {
  return versions.filter((kv) => kv.modRevision >= compactedRevision).sort((a, b) => a.modRevision - b.modRevision);
}
