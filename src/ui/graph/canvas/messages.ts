import type { MessageKind } from '../../../protocol/index.ts';
import type { GlyphName } from '../../design/index.ts';

/** What the legend tells apart; each switches a group of kinds. */
export type MessageClass = 'request' | 'response' | 'watch' | 'vote' | 'append' | 'heartbeat' | 'traffic';

const classes: Readonly<Record<MessageKind, MessageClass>> = {
  request: 'request', response: 'response', watch: 'watch', vote: 'vote', voteGranted: 'vote', voteRefused: 'vote', preVote: 'vote',
  preVoteGranted: 'vote', preVoteRefused: 'vote', append: 'append', appendReply: 'append', snapshot: 'append', raft: 'heartbeat',
  heartbeat: 'heartbeat', heartbeatReply: 'heartbeat', traffic: 'traffic', trafficReply: 'traffic',
};

/** The legend's class of a message. */
export const classOf = (kind: MessageKind): MessageClass => classes[kind];

/** A message's silhouette. */
export function glyphOf(kind: MessageKind): GlyphName {
  return kind === 'raft' || kind === 'heartbeatReply' ? 'message.heartbeat' : `message.${kind}`;
}

/** The token of a message's colour. */
export function colourOf(kind: MessageKind): string {
  const group = classes[kind];
  return group === 'traffic' ? '--message-data' : `--message-${group}`;
}

/** Whether a silhouette points where it goes. */
export function points(kind: MessageKind): boolean {
  return kind === 'request' || kind === 'response' || kind === 'traffic' || kind === 'trafficReply' || kind === 'snapshot';
}
