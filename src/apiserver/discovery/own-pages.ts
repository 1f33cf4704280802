// What a server tells of itself to who looks into it: since when it runs, and with which flags. As text it is for people: what stands
// between a name and its value differs from one answer to the next, so that nobody reads it by a program.
// Upstream: k8s.io/component-base zpages (statusz, flagz)

import { civilTime, dayNames, formatCidr, formatDuration, formatTime, isObject, monthNames, twoDigits, writeYaml } from '../../base/index.ts';
import { discovery } from '../../kinds/index.ts';
import { issuer } from '../authentication/account-tokens.ts';
import { notAcceptable } from '../failures.ts';
import { clausesOf } from '../http/media-types.ts';
import { limits } from '../limits.ts';
import type { Answer } from '../request/call.ts';
import type { ServerContext } from '../server-context.ts';

const component = 'apiserver';
const group = 'config.k8s.io';
const looked = ['/flagz', '/healthz', '/livez', '/metrics', '/readyz', '/statusz', '/version'];
const betweens = [':', ': ', '=', ' '];

interface Page {
  readonly name: 'statusz' | 'flagz';
  readonly kind: 'Statusz' | 'Flagz';
  readonly fields: Readonly<Record<string, unknown>>;
  /** The lines for people, given what stands between a name and its value. */
  readonly lines: (between: string) => readonly string[];
}

/** The answer of `/statusz` or `/flagz`. Throws NotAcceptable for a form that it is not written in. */
export function ownPage(path: string, server: ServerContext, accept: string | undefined): Answer {
  const page = path === '/statusz' ? statusPage(server) : flagsPage(server);
  const wanted = formOf(accept, page);
  if (wanted === undefined) return text(page, server);
  const { type, version } = wanted;
  const body = { kind: page.kind, apiVersion: `${group}/${version}`, metadata: { name: component }, ...page.fields };
  const older = version === 'v1alpha1' ? { warning: `299 - "This version of the ${page.name} endpoint is deprecated. Please use a newer version."` } : {};
  return {
    code: 200, body: type === 'application/yaml' ? writeYaml(body) : JSON.stringify(body, undefined, 2),
    headers: { 'content-type': `${type};g=${group};v=${version};as=${page.kind}`, ...older },
  };
}

/** The first form that is wanted and written; undefined for text. */
function formOf(accept = '', { kind }: Page): { readonly type: string; readonly version: string } | undefined {
  if (accept === '') return undefined;
  for (const { type, parameters } of clausesOf(accept)) {
    const version = parameters.get('v') ?? '';
    if (parameters.size === 0 && (type === 'text/plain' || type === 'text/*' || type === '*/*')) return undefined;
    const isWritten = type === 'application/json' || type === 'application/yaml';
    if (isWritten && parameters.get('g') === group && parameters.get('as') === kind && (version === 'v1alpha1' || version === 'v1beta1')) return { type, version };
  }
  throw notAcceptable('only the following media types are accepted: application/json, application/yaml, text/plain');
}

function text({ name, lines }: Page, { kernel, actor }: ServerContext): Answer {
  const between = betweens[kernel.random(`${actor} own pages`).integer(0, betweens.length)] ?? ':';
  const warning = 'Warning: This endpoint is not meant to be machine parseable, has no formatting compatibility guarantees and is for debugging purposes only.';
  return { code: 200, body: `\n${component} ${name}\n${warning}\n${lines(between).join('\n')}\n` };
}

function statusPage({ kernel: { wallMs }, startedMs }: ServerContext): Page {
  const version = discovery['/version'];
  const { goVersion = '', gitVersion = '', major = '', minor = '' } = isObject(version) ? version : {};
  const upSeconds = Math.floor((wallMs - startedMs) / 1_000);
  const binaryVersion = String(gitVersion).replace(/^v/, '');
  const emulationVersion = `${String(major)}.${String(minor)}`;
  const upText = `${Math.floor(upSeconds / 3_600)} hr ${twoDigits(Math.floor(upSeconds / 60) % 60)} min ${twoDigits(upSeconds % 60)} sec`;
  return {
    name: 'statusz', kind: 'Statusz',
    fields: { startTime: formatTime(startedMs), uptimeSeconds: upSeconds, goVersion, binaryVersion, emulationVersion, paths: looked },
    lines: (between) => ['', ...Object.entries({
      Started: dateText(startedMs), Up: upText, 'Go version': goVersion, 'Binary version': binaryVersion, 'Emulation version': emulationVersion, Paths: looked.join(' '),
    }).map(([name, value]) => `${name}${between} ${String(value)}`)],
  };
}

/** `Sun Nov 22 21:35:29 UTC 2026` */
function dateText(ms: number): string {
  const { weekday, month, day, hour, minute, second, year } = civilTime(ms);
  return `${dayNames[weekday] ?? ''} ${monthNames[month - 1] ?? ''} ${String(day).padStart(2)} ${[hour, minute, second].map(twoDigits).join(':')} UTC ${year}`;
}

/** The flags that say how this server runs; it has no others. */
function flagsPage({ advertise, serviceAddresses }: ServerContext): Page {
  const flags: Readonly<Record<string, string>> = {
    'advertise-address': advertise.address,
    'allow-privileged': 'true',
    'authorization-mode': '[Node,RBAC]',
    'enable-admission-plugins': '[NodeRestriction]',
    'enable-bootstrap-token-auth': 'true',
    'etcd-compaction-interval': formatDuration(limits.compactionMs),
    'etcd-healthcheck-timeout': formatDuration(limits.healthMs),
    'event-ttl': formatDuration(limits.eventTtlSeconds * 1_000),
    'lease-reuse-duration-seconds': String(limits.leaseReuseSeconds),
    'min-request-timeout': String(limits.minRequestTimeoutSeconds),
    'request-timeout': formatDuration(limits.requestTimeoutMs),
    'secure-port': String(advertise.port),
    'service-account-issuer': `[${issuer}]`,
    'service-cluster-ip-range': formatCidr(serviceAddresses.range.cidr),
  };
  return { name: 'flagz', kind: 'Flagz', fields: { flags }, lines: (between) => Object.entries(flags).map(([name, value]) => `${name}${between}${value}`) };
}
