// Port-forward over a WebSocket in channels, as client libraries speak it: two for each port of the query, data and failures,
// each of which begins with the number of its port.
// Upstream: k8s.io/kubelet pkg/cri/streaming/portforward/websocket.go

import type { ChannelSocket } from './channel-socket.ts';
import { ForwardedPort } from './forwarded-port.ts';
import type { PortRequest } from './forwarded-port.ts';

/** Joins a WebSocket with the ports that its request names. */
export function joinPorts(socket: ChannelSocket, target: Omit<PortRequest, 'port'>): void {
  const ports = portsOf(target.request.path);
  const forwarded = ports.map((port, index) => {
    const number = Buffer.of(port & 0xff, port >> 8);
    socket.send(2 * index, number);
    socket.send(2 * index + 1, number);
    return new ForwardedPort({ ...target, port }, {
      write: (bytes) => socket.send(2 * index, bytes),
      fail: (message) => socket.send(2 * index + 1, Buffer.from(message)),
      end: () => socket.close(),
    });
  });
  socket.onMessage((channel, bytes) => {
    if (channel % 2 === 0) forwarded[channel / 2]?.take(bytes);
  });
  socket.onClose(() => {
    for (const port of forwarded) port.close();
  });
}

/** The ports that a query names: `ports=80&ports=81`, or `ports=80,81`. */
export function portsOf(path: string): readonly number[] {
  const words = new URL(path, 'http://server').searchParams.getAll('ports').flatMap((word) => word.split(','));
  return words.map(Number).filter((port) => Number.isInteger(port) && port > 0 && port < 65_536);
}
