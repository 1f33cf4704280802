// How programs find addresses of names: hosts file, resolv.conf with its search list, datagrams to a name server.
// Upstream: musl's resolver, resolv.conf(5)

import { race, timeout } from '../kernel/index.ts';
import type { Process, ProcessGroup, RandomStream } from '../kernel/index.ts';
import type { Stack } from '../network/index.ts';
import type { DnsAnswer, DnsQuery, DnsRecord } from './dns-message.ts';
import type { FileSystem } from './file-system.ts';
import { randomOf } from './program.ts';
import type { ProgramContext } from './program.ts';

/** What `/etc/resolv.conf` says. */
export interface ResolverConfig {
  readonly servers: readonly string[];
  readonly searches: readonly string[];
  /** A name with fewer dots is tried with the search list first. */
  readonly ndots: number;
  readonly timeoutMs: number;
  readonly attempts: number;
}

/** Who asks: the namespace whose addresses are used, and where the answer's port belongs to. */
export interface Asker {
  readonly stack: Stack;
  readonly group: ProcessGroup;
  readonly random: RandomStream;
}

/** The addresses of a name, or why there are none. */
export type Resolution =
  | { readonly verdict: 'found'; readonly addresses: readonly string[]; readonly canonicalName: string }
  | { readonly verdict: 'unknown' }
  | { readonly verdict: 'no-answer' };

const isAddress = /^\d{1,3}(\.\d{1,3}){3}$/;

/** Reads resolv.conf; without the file there are no servers. */
export function readResolverConfig(files: FileSystem): ResolverConfig {
  const servers: string[] = [];
  let searches: readonly string[] = [];
  const options = new Map<string, number>();
  const text = files.exists('/etc/resolv.conf') ? files.read('/etc/resolv.conf') : '';
  for (const line of text.split('\n')) {
    const [keyword, ...rest] = line.trim().split(/\s+/);
    if (keyword === 'nameserver') servers.push(...rest.slice(0, 1));
    else if (keyword === 'search' || keyword === 'domain') searches = rest;
    else if (keyword === 'options') for (const option of rest) options.set(option.split(':')[0] ?? '', Number(option.split(':')[1] ?? 1));
  }
  const timeoutMs = (options.get('timeout') ?? 5) * 1000;
  return { servers, searches, ndots: options.get('ndots') ?? 1, timeoutMs, attempts: options.get('attempts') ?? 2 };
}

/** The full names to ask for, in their order. A name that ends with a dot is full already. */
export function candidateNames(name: string, config: ResolverConfig): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const searched = config.searches.map((domain) => `${name}.${domain.replace(/\.$/, '')}`);
  const dots = name.split('.').length - 1;
  return dots >= config.ndots ? [name, ...searched] : [...searched, name];
}

/** Asks one name server one question; undefined when no answer comes in time. */
export function* askServer(
  asker: Asker, server: string, question: { readonly name: string; readonly recordType: DnsQuery['recordType'] }, timeoutMs: number,
): Process<DnsAnswer | undefined> {
  const { stack, group, random } = asker;
  const { kernel } = stack.host.network;
  const id = random.integer(0, 65_536);
  let port = random.integer(32_768, 61_000);
  while (stack.isBound(port)) port++;
  const inbox = stack.bind(port, group);
  const { cause } = kernel;
  try {
    const payload: DnsQuery = { type: 'dns.query', id, ...question, replyPort: port };
    stack.send(server, 53, 'dns', payload);
    const untilMs = kernel.nowMs + timeoutMs;
    for (;;) {
      const winner = yield* race([inbox, timeout(Math.max(0, untilMs - kernel.nowMs))]);
      if (winner !== 0) return undefined;
      const answer = inbox.tryTake()?.payload;
      if (isDnsAnswer(answer) && answer.id === id) return answer;
    }
  } finally {
    kernel.cause = cause;
    stack.unbind(port, inbox);
  }
}

/** Whether a payload of the network is an answer of a name server. */
export function isDnsAnswer(payload: unknown): payload is DnsAnswer {
  return typeof payload === 'object' && payload !== null && 'type' in payload && payload.type === 'dns.answer';
}

/** Whether a payload of the network is a question to a name server. */
export function isDnsQuery(payload: unknown): payload is DnsQuery {
  return typeof payload === 'object' && payload !== null && 'type' in payload && payload.type === 'dns.query';
}

/** Finds the addresses of a name as programs do: literal addresses, the hosts file, then name servers along the search list. */
export function* resolveName(context: ProgramContext, name: string): Process<Resolution> {
  const { files, stack, group } = context.sandbox;
  if (isAddress.test(name)) return { verdict: 'found', addresses: [name], canonicalName: name };
  const local = fromHosts(files, name.replace(/\.$/, ''));
  if (local.length > 0) return { verdict: 'found', addresses: local, canonicalName: name };
  const config = readResolverConfig(files);
  const asker = { stack, group, random: randomOf(context) };
  let hasAnswer = false;
  for (const candidate of candidateNames(name, config)) {
    const answer = yield* askAll(asker, config, candidate);
    if (!answer) return { verdict: 'no-answer' };
    hasAnswer = true;
    const addresses = addressesOf(answer.records);
    if (addresses.length > 0) return { verdict: 'found', addresses, canonicalName: candidate };
    if (answer.status === 'SERVFAIL' || answer.status === 'REFUSED') return { verdict: 'no-answer' };
  }
  return { verdict: hasAnswer ? 'unknown' : 'no-answer' };
}

function* askAll(asker: Asker, config: ResolverConfig, name: string): Process<DnsAnswer | undefined> {
  for (let attempt = 0; attempt < config.attempts; attempt++) {
    for (const server of config.servers) {
      const answer = yield* askServer(asker, server, { name, recordType: 'A' }, config.timeoutMs);
      if (answer) return answer;
    }
  }
  return undefined;
}

function addressesOf(records: readonly DnsRecord[]): readonly string[] {
  return records.filter(({ recordType }) => recordType === 'A').map(({ value }) => value);
}

function fromHosts(files: FileSystem, name: string): readonly string[] {
  if (!files.exists('/etc/hosts')) return name === 'localhost' ? ['127.0.0.1'] : [];
  const found: string[] = [];
  for (const line of files.read('/etc/hosts').split('\n')) {
    const [address, ...names] = (line.split('#')[0] ?? '').trim().split(/\s+/);
    if (address && isAddress.test(address) && names.includes(name)) found.push(address);
  }
  return found;
}
