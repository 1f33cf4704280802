// Upstream: iproute2, busybox ip
import type { Tool, ToolBody } from './support/tool.ts';

/** One interface as `ip` shows it. */
interface Interface {
  readonly index: number;
  readonly name: string;
  /** What stands behind the name: the other end of a pair. */
  readonly peer: string;
  readonly flags: string;
  readonly mtu: number;
  readonly state: string;
  readonly link: string;
  readonly address: string;
  readonly prefix: number;
  readonly broadcast: string | undefined;
  readonly scope: string;
}

/** A hardware address as network plugins derive it from an address. */
export function linkAddress(address: string): string {
  return ['0a:58', ...address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))].join(':');
}

/** The network that an address is in: a machine's, or the range of a node's Pods. */
function networkOf({ context: { sandbox } }: Tool): { readonly prefix: number; readonly start: string } {
  const isMachine = sandbox.rootDevice !== undefined;
  const parts = sandbox.stack.address.split('.');
  return isMachine ? { prefix: 16, start: parts.slice(0, 2).join('.') } : { prefix: 24, start: parts.slice(0, 3).join('.') };
}

function interfacesOf(tool: Tool): readonly Interface[] {
  const { stack, rootDevice } = tool.context.sandbox;
  const { prefix, start } = networkOf(tool);
  const isMachine = rootDevice !== undefined;
  return [
    { index: 1, name: 'lo', peer: '', flags: 'LOOPBACK,UP,LOWER_UP', mtu: 65_536, state: 'UNKNOWN', link: 'loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00', address: '127.0.0.1', prefix: 8, broadcast: undefined, scope: 'host' },
    {
      index: 2, name: 'eth0', peer: isMachine ? '' : '@if3', flags: isMachine ? 'BROADCAST,MULTICAST,UP,LOWER_UP' : 'BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN', mtu: 1500, state: 'UP',
      link: `ether ${linkAddress(stack.address)} brd ff:ff:ff:ff:ff:ff`, address: stack.address, prefix, broadcast: prefix === 16 ? `${start}.255.255` : `${start}.255`, scope: 'global',
    },
  ];
}

/** `ip [-br] addr|link [show [dev] NAME]`, `ip route` */
export const ip: ToolBody = function* (tool) {
  const [what = 'addr', ...rest] = tool.args.filter((arg) => !arg.startsWith('-'));
  if (what.startsWith('r')) {
    const { prefix, start } = networkOf(tool);
    const [gateway, network] = prefix === 16 ? [`${start}.0.1`, `${start}.0.0`] : [`${start}.1`, `${start}.0`];
    tool.put(`default via ${gateway} dev eth0 \n${network}/${prefix} dev eth0 ${tool.isBusybox ? 'scope link  src' : 'proto kernel scope link src'} ${tool.context.sandbox.stack.address} \n`);
    return 0;
  }
  if (!/^[al]/.test(what)) return yield* tool.fail(tool.isBusybox ? `invalid argument '${what}' to 'ip'` : `Object "${what}" is unknown, try "ip help".`);
  const wanted = rest.findLast((word) => !['show', 'list', 'ls', 'dev', 'up', 's'].includes(word));
  const shown = interfacesOf(tool).filter(({ name }) => wanted === undefined || name === wanted);
  if (shown.length === 0) {
    yield* tool.context.stderr.write(tool.isBusybox ? `ip: can't find device '${wanted ?? ''}'\n` : `Device "${wanted ?? ''}" does not exist.\n`);
    return 1;
  }
  const isBrief = tool.args.some((arg) => arg === '-br' || arg === '-brief');
  const isOneLine = tool.args.some((arg) => /^-o(neline)?$/.test(arg));
  const isLink = what.startsWith('l');
  for (const one of shown) {
    if (isBrief) tool.put(`${(one.name + one.peer).padEnd(16)} ${one.state.padEnd(14)} ${one.address}/${one.prefix} \n`);
    else tool.put(isOneLine ? lineOf(tool, one, isLink) : textOf(tool, one, isLink));
  }
  return 0;
};

/** All of it on one line, in which `\\` stands for the ends of lines. */
function lineOf(tool: Tool, one: Interface, isLink: boolean): string {
  const lines = textOf(tool, one, isLink).trimEnd().split('\n');
  return `${isLink ? lines.join('\\') : `${one.index}: ${one.name} ${lines.slice(2).join('\\')}`}\n`;
}

function textOf({ isBusybox }: Tool, one: Interface, isLink: boolean): string {
  const group = isBusybox ? '' : ' group default';
  const queue = one.name === 'lo' || isBusybox ? (one.name === 'lo' ? ' qlen 1000' : '') : ' qlen 1000';
  const head = `${one.index}: ${one.name}${one.peer}: <${one.flags}> mtu ${one.mtu} qdisc noqueue state ${one.state}${group}${queue}\n    link/${one.link}\n`;
  const broadcast = one.broadcast === undefined ? '' : ` brd ${one.broadcast}`;
  return isLink ? head : `${head}    inet ${one.address}/${one.prefix}${broadcast} scope ${one.scope} ${one.name}\n       valid_lft forever preferred_lft forever\n`;
}
