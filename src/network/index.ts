/** Machines, links and messages: everything that one process can tell another passes here. Knows no Kubernetes. */
export { Connection } from './connection.ts';
export { NetworkError } from './errors.ts';
export type { NetworkErrorCode } from './errors.ts';
export { Exchange } from './exchange.ts';
export type { CallOptions, Reply, ReplyStream } from './exchange.ts';
export { Host } from './host.ts';
export type { Hardware, HostRole, Translation, Translator } from './host.ts';
export { limits as networkLimits } from './limits.ts';
export { Link, internet, localNetwork } from './link.ts';
export type { LatencyModel } from './link.ts';
export { Network } from './network.ts';
export type { NoPath, Path } from './path.ts';
export type { MessageKind, Packet, PacketState } from './packet.ts';
export type { Socket } from './socket.ts';
export { Stack } from './stack.ts';
export type { CallHandler, Listener } from './stack.ts';
