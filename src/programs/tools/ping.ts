import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { resolveName } from '../../machine/index.ts';
import type { Stack } from '../../network/index.ts';
import { UsageError } from './support/options.ts';
import type { Tool, ToolBody } from './support/tool.ts';

/** Bit of CAP_NET_RAW in the masks of `/proc/PID/status`. */
const rawBit = 13n;

interface Count {
  sent: number;
  received: number;
  readonly times: number[];
}

/** `ping [-c N] [-i SECONDS] [-W SECONDS] [-w SECONDS] [-q] HOST`: who answers has an address of its own; Services have none. */
export const ping: ToolBody = function* (tool) {
  const options = tool.options('c:i:W:w:qs:nt:I:4A', { count: 'c' });
  const [host] = options.operands;
  if (host === undefined) throw new UsageError('usage error: Destination address required', { hasHint: false });
  const resolution = yield* resolveName(tool.context, host);
  if (resolution.verdict !== 'found') return yield* tool.fail(tool.isBusybox ? `bad address '${host}'` : `${host}: Name or service not known`, tool.isBusybox ? 1 : 2);
  const address = resolution.addresses[0] ?? '';
  tool.put(tool.isBusybox ? `PING ${host} (${address}): 56 data bytes\n` : `PING ${host} (${address}) 56(84) bytes of data.\n`);
  if (!mayUseRawSockets(tool)) return yield* tool.fail('permission denied (are you root?)');
  const count: Count = { sent: 0, received: 0, times: [] };
  const startedMs = tool.nowMs;
  const most = options.number('c', Number.POSITIVE_INFINITY);
  const deadlineMs = options.has('w') ? startedMs + options.number('w', 0) * 1000 : Number.POSITIVE_INFINITY;
  const intervalMs = options.number('i', 1) * 1000;
  const summarize = (): void => summary(tool, host, count, startedMs);
  let isInterrupted = false;
  tool.context.traps.set('SIGINT', () => (isInterrupted = true));
  while (count.sent < most && tool.nowMs < deadlineMs && !isInterrupted) {
    yield* tool.flush();
    const tookMs = yield* once(tool, address, count, options.has('q'));
    const isLast = count.sent >= most;
    const pauseMs = isLast ? (tookMs === undefined ? options.number('W', 10) * 1000 : 0) : Math.max(0, intervalMs - (tookMs ?? 0));
    if (pauseMs > 0) yield* sleep(Math.min(pauseMs, Math.max(0, deadlineMs - tool.nowMs)));
  }
  summarize();
  return count.received > 0 ? 0 : 1;
};

function* once(tool: Tool, address: string, count: Count, isQuiet: boolean): Process<number | undefined> {
  const { stack } = tool.context.sandbox;
  const { network } = stack.host;
  const sequence = count.sent++;
  const target = address.startsWith('127.') ? stack : network.stackAt(address);
  if (!target || !network.isReachable(stack, target)) return undefined;
  const tookMs = roundTrip(stack, target);
  yield* sleep(tookMs);
  if (!network.isReachable(stack, target)) return undefined;
  count.received++;
  count.times.push(tookMs);
  const ttl = target === stack ? 64 : target.host === stack.host ? 63 : 62;
  if (!isQuiet) tool.put(tool.isBusybox ? `64 bytes from ${address}: seq=${sequence} ttl=${ttl} time=${tookMs.toFixed(3)} ms\n` : `64 bytes from ${address}: icmp_seq=${sequence + 1} ttl=${ttl} time=${tookMs < 1 ? tookMs.toFixed(3) : tookMs.toFixed(2)} ms\n`);
  return tookMs;
}

function roundTrip(from: Stack, to: Stack): number {
  if (from.host === to.host) return 0.05;
  const { network } = from.host;
  return network.link(from.host, to.host).drawLatencyMs() + network.link(to.host, from.host).drawLatencyMs();
}

function summary(tool: Tool, host: string, { sent, received, times }: Count, startedMs: number): void {
  const loss = sent === 0 ? 0 : Math.round(((sent - received) / sent) * 100);
  const [least, most] = [Math.min(...times), Math.max(...times)];
  const mean = times.reduce((sum, time) => sum + time, 0) / Math.max(1, times.length);
  tool.put(`\n--- ${host} ping statistics ---\n`);
  if (tool.isBusybox) {
    tool.put(`${sent} packets transmitted, ${received} packets received, ${loss}% packet loss\n`);
    if (received > 0) tool.put(`round-trip min/avg/max = ${[least, mean, most].map((time) => time.toFixed(3)).join('/')} ms\n`);
    return;
  }
  tool.put(`${sent} packets transmitted, ${received} received, ${loss}% packet loss, time ${Math.round(tool.nowMs - startedMs)}ms\n`);
  if (received > 0) tool.put(`rtt min/avg/max/mdev = ${[least, mean, most, 0].map((time) => time.toFixed(3)).join('/')} ms\n`);
}

function mayUseRawSockets(tool: Tool): boolean {
  const path = '/proc/1/status';
  const mask = tool.files.exists(path) ? /^CapEff:\s*([0-9a-f]+)/m.exec(tool.files.read(path))?.[1] : undefined;
  return mask === undefined || ((BigInt(`0x${mask}`) >> rawBit) & 1n) === 1n;
}
