// Port-forward over a WebSocket in channels, as client libraries speak it: two for each port of the query, data and failures,
// each of which begins with the number of its port.
// Upstream: k8s.io/kubelet pkg/cri/streaming/portforward/websocket.go

import type { WebSocket } from 'ws';
import { bytesOf } from './channels.ts';
import { ForwardedPort } from './forwarded-port.ts';
import type { PortRequest } from './forwarded-port.ts';

/** Joins a WebSocket with the ports that its request names. */
export function joinPorts(socket: WebSocket, target: Omit<PortRequest, 'port'>): void {
  const ports = portsOf(target.request.path);
  const send = (channel: number, bytes: Buffer): void => socket.send(Buffer.concat([Buffer.of(channel), bytes]), { binary: true });
  const forwarded = ports.map((port, index) => {
    const number = Buffer.of(port & 0xff, port >> 8);
    send(2 * index, number);
    send(2 * index + 1, number);
    return new ForwardedPort({ ...target, port }, {
      write: (bytes) => send(2 * index, bytes),
      fail: (message) => send(2 * index + 1, Buffer.from(message)),
      end: () => socket.close(1000),
    });
  });
  socket.on('message', (data) => {
    const message = bytesOf(data);
    const channel = message[0] ?? 0;
    if (channel % 2 === 0) forwarded[channel / 2]?.take(message.subarray(1));
  });
  socket.on('close', () => {
    for (const port of forwarded) port.close();
  });
  socket.on('error', () => socket.terminate());
}

/** The ports that a query names: `ports=80&ports=81`, or `ports=80,81`. */
export function portsOf(path: string): readonly number[] {
  const words = new URL(path, 'http://server').searchParams.getAll('ports').flatMap((word) => word.split(','));
  return words.map(Number).filter((port) => Number.isInteger(port) && port > 0 && port < 65_536);
}
