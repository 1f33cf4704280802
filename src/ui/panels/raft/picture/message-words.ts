import { shortName, type Message } from '../../../../protocol/index.ts';
import type { Words } from '../../../i18n/use-words.ts';

/** What stands beside a message: votes in the page's words, others as the message has it. */
export function raftLabel(message: Message, say: Words): string {
  const term = message.term ?? 0;
  switch (message.kind) {
    case 'voteGranted': case 'preVoteGranted': return say('raft.yes', { term });
    case 'voteRefused': case 'preVoteRefused': return say('raft.no', { term });
    case 'vote': case 'preVote': return say('raft.ask', { term });
    default: return message.label;
  }
}

/** A message as it is called where it cannot be seen: its name in etcd's library, its ends, and what stands beside it. */
export function messageName(message: Message, say: Words): string {
  return `${message.raftType ?? message.kind} ${shortName(message.from)} → ${shortName(message.to)} ${raftLabel(message, say)}`.trim();
}
