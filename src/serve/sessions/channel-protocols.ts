// What may be spoken over a WebSocket whose messages belong to channels, and which of that a client gets.
// Upstream: k8s.io/kubelet pkg/cri/streaming, k8s.io/apiserver pkg/util/wsstream

/** How a protocol writes its messages. */
export interface ChannelProtocol {
  readonly name: string;
  /** Messages are texts: the digit of the channel, then base64. Else bytes: the number of the channel, then what is said. */
  readonly isText: boolean;
  /** A command's end is told by a Status; else by its message alone, and not at all where it ended well. */
  readonly tellsStatus: boolean;
  /** The API server stands in between and tells of a command's end in its own words; else those of who ran it are passed on. */
  readonly isTranslated: boolean;
}

const protocol = (name: string, form: Partial<ChannelProtocol> = {}): ChannelProtocol => ({ isText: false, tellsStatus: true, isTranslated: false, ...form, name });

/** Who asks for no protocol gets the oldest. */
const oldest = protocol('', { tellsStatus: false });

/** Exec and attach. The newest can say that an input has ended. */
export const commandProtocols: readonly ChannelProtocol[] = [
  protocol('v5.channel.k8s.io', { isTranslated: true }), protocol('v4.channel.k8s.io'), protocol('v4.base64.channel.k8s.io', { isText: true }),
  protocol('channel.k8s.io', { tellsStatus: false }), protocol('base64.channel.k8s.io', { isText: true, tellsStatus: false }), oldest,
];

/** Port-forward. */
export const portProtocols: readonly ChannelProtocol[] = [protocol('v4.channel.k8s.io'), protocol('v4.base64.channel.k8s.io', { isText: true }), oldest];

/** Logs; their messages have no channels. */
export const logProtocols: readonly ChannelProtocol[] = [protocol('binary.k8s.io'), protocol('base64.binary.k8s.io', { isText: true }), oldest];

/**
 * The protocol for a client, by the header in which it offers some: the one that is translated before all others, else the first
 * that it offers; undefined when there is none.
 */
export function agreedProtocol(header: string | undefined, spoken: readonly ChannelProtocol[]): ChannelProtocol | undefined {
  const offered = offeredIn(header);
  const known = offered.flatMap((name) => spoken.find((each) => each.name === name) ?? []);
  return known.find(({ isTranslated }) => isTranslated) ?? known[0];
}

/** The header in which a client of WebSocket offers its protocols. */
export const offers = 'sec-websocket-protocol';

/** The names in such a header; without one a client offers nothing, which has a name as well. */
export function offeredIn(header: string | undefined): readonly string[] {
  return (header ?? '').split(',').map((each) => each.trim());
}
