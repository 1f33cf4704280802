import type { RecordedNames } from './names.ts';
import { layOutTables } from './tables.ts';

type Rule = readonly [pattern: RegExp, word: string | ((...groups: string[]) => string)];

/** In order: what two runs cannot share, and the word that stands for it in recordings. */
const rules = (names: RecordedNames): readonly Rule[] => [
  // Client and server give up at the same moment; which of them says so is chance.
  [/etcdserver: request timed out(, [a-z ]+)?/g, 'context deadline exceeded'],
  [/etcd-endpoints:\/\/0x[0-9a-f]+\//g, 'etcd-endpoints://ADDR/'],
  [/LocalAddr: '\d+\.\d+\.\d+\.\d+:\d+'/g, "LocalAddr: 'ADDR'"],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d{4})/g, 'TIME'],
  [/([Hh]ash"?\s*:?\s*[:=]?\s*)(\d{5,10})\b/g, (_, before, hash) => `${before}${names.hashFor(hash ?? '')}`],
  [/\b(took\s*[=:]\s*"?)[\d.]+(ns|µs|ms|s)\b/g, '$1TIME'],
  [/("took":)"?[^",}]+"?/g, '$1"TIME"'],
  [/("?(raft_?term|raft_?index|raftAppliedIndex)"?\s*:\s*)\d+/gi, '$1N'],
  [/("?(dbSize|dbSizeInUse|total_?size)"?\s*:\s*)\d+/gi, '$1SIZE'],
  [/^(127\.0\.0\.1:\d+, [0-9a-f]+, [\d.]+, [\d.]*, )[\d.]+ [kMG]?B, [\d.]+ [kMG]?B, \d+%, (.*?, \w+, \w+, )\d+, \d+, \d+,/gm, '$1SIZE, SIZE, N%, $2N, N, N,'],
  [/^([0-9a-f]{6,8})(, \d+, \d+, )[\d.]+ [kMG]?B/gm, (_, hash, rest) => `${names.hashFor(hash ?? '')}${rest}SIZE`],
  [/^(\d{6,10})(, \d+, -?\d+)$/gm, (_, hash, rest) => `${names.hashFor(hash ?? '')}${rest}`],
  [/\btook [\d.]+(ns|µs|ms|s)\b/g, 'took TIME'],
  [/(?<![0-9a-zA-Z_])(?!00000000)[0-9a-f]{15,16}(?![0-9a-zA-Z_])/g, (id) => names.wordFor(BigInt(`0x${id}`))],
  [/(?<![0-9a-zA-Z_.])\d{17,20}(?![0-9a-zA-Z_])/g, (id) => names.wordFor(BigInt(id ?? 0))],
  [/^(127\.0\.0\.1:\d+, )(\d+)(, \d+)$/gm, (_, before, hash, rest) => `${before}${names.hashFor(hash ?? '')}${rest}`],
];

/** What an etcd client printed, with the words of recordings for all that two runs cannot share. */
export function normaliseEtcd(output: string, names: RecordedNames, keepsLogs: boolean): string {
  for (const [, id] of output.matchAll(/Member\s+([0-9a-f]{14,16}) added/g)) names.addMember(id ?? '0');
  let text = keepsLogs ? output : output.replace(/^\{"level":"(warn|info)".*\n/gm, '');
  text = names.toRecorded(text);
  for (const [pattern, word] of rules(names)) text = typeof word === 'string' ? text.replace(pattern, word) : text.replace(pattern, word);
  return layOutTables(sorted(text), names);
}

/** What stands in no order that means something: a lease's keys by name, members by their number. */
function sorted(text: string): string {
  const inOrder = text
    .replace(/attached keys\(\[(.*?)\]\)/g, (_, keys: string) => `attached keys([${keys.split(' ').sort().join(' ')}])`)
    .replace(/(^MEMBER_\d+, .*\n)+/gm, (lines) => `${lines.trimEnd().split('\n').sort().join('\n')}\n`)
    .replace(/("members":\[\{)(.*?)(\}\])/g, (_, before: string, members: string, after: string) => before + members.split('},{').sort().join('},{') + after)
    .replace(/^(ETCD_INITIAL_CLUSTER=")(.*)"$/gm, (_, before: string, members: string) => `${before}${members.split(',').sort().join(',')}"`);
  const block = /"ID" : MEMBER_\d+\n"Name"(?:.*\n)*?"IsLearner" : \w+\n/g;
  const blocks = (inOrder.match(block) ?? []).sort()[Symbol.iterator]();
  return inOrder.replace(block, () => blocks.next().value ?? '');
}
