import type { Message } from '../../../../protocol/index.ts';
import type { RaftVerb } from './raft-verb.ts';

/** By how much a message is delayed at a time. */
const delayMs = 50;

/** Everything that can be done to a message under way. */
export function messageVerbs({ id, heldMs }: Message): readonly RaftVerb[] {
  return [
    { key: 'D', word: 'verb.deliver', fault: { fault: 'deliver', target: id } },
    heldMs === undefined ? { key: 'H', word: 'verb.hold', fault: { fault: 'hold', target: id } } : { key: 'H', word: 'verb.release', fault: { fault: 'release', target: id } },
    { key: 'B', word: 'verb.duplicate', fault: { fault: 'duplicate', target: id } },
    { key: 'G', word: 'verb.delay', values: { ms: delayMs }, fault: { fault: 'delay', target: id, byMs: delayMs } },
    { key: 'X', word: 'verb.drop', fault: { fault: 'drop', target: id }, parted: true },
  ];
}
