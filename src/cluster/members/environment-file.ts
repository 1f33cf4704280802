// Upstream: server/embed/config.go, the flags of etcd as environment variables; etcd.service of Debian reads them from this file
import { BootstrapError, defaultClusterToken, etcdLimits } from '../../etcd/index.ts';
import type { InitialMember, MemberSettings } from '../../etcd/index.ts';

/** The file that says how a machine's member of etcd starts. */
export const environmentPath = '/etc/default/etcd';
/** Where a member keeps what it must not forget, unless the file says otherwise. */
export const dataPath = '/var/lib/etcd';

/** What the file of a member says. */
export interface MemberEnvironment extends MemberSettings {
  readonly dataPath: string;
}

/** What a new file is made of. */
export interface EnvironmentOptions {
  readonly name: string;
  readonly address: string;
  readonly initialCluster: readonly InitialMember[];
  readonly state: 'new' | 'existing';
  /** How large its store may grow; absent: as etcd says. */
  readonly quotaBackendBytes?: number | undefined;
}

/** The file of a member that listens at etcd's usual ports. */
export function environmentText({ name, address, initialCluster, state, quotaBackendBytes }: EnvironmentOptions): string {
  const [client, peer] = [etcdLimits.clientPort, etcdLimits.peerPort].map((port) => `http://${address}:${port}`);
  const variables = {
    NAME: name,
    DATA_DIR: dataPath,
    LISTEN_CLIENT_URLS: `${client},http://127.0.0.1:${etcdLimits.clientPort}`,
    ADVERTISE_CLIENT_URLS: client,
    LISTEN_PEER_URLS: peer,
    INITIAL_ADVERTISE_PEER_URLS: peer,
    INITIAL_CLUSTER: initialCluster.flatMap((member) => member.peerUrls.map((url) => `${member.name}=${url}`)).join(','),
    INITIAL_CLUSTER_STATE: state,
    INITIAL_CLUSTER_TOKEN: defaultClusterToken,
    ...(quotaBackendBytes === undefined ? {} : { QUOTA_BACKEND_BYTES: quotaBackendBytes }),
  };
  return Object.entries(variables).map(([key, value]) => `ETCD_${key}="${value}"\n`).join('');
}

/** Reads the file of a member. Throws BootstrapError with etcd's words when it cannot start so. */
export function readEnvironment(text: string): MemberEnvironment {
  const values = new Map([...text.matchAll(/^\s*(?:export\s+)?ETCD_([A-Z_]+)=(?:"([^"\n]*)"|'([^'\n]*)'|([^\n]*?))\s*$/gm)]
    .map(([, key = '', double, single, bare = '']) => [key, double ?? single ?? bare]));
  const value = (key: string, otherwise: string): string => values.get(key) || otherwise;
  const state = value('INITIAL_CLUSTER_STATE', 'new');
  if (state !== 'new' && state !== 'existing') throw new BootstrapError(`invalid value "${state}" for ETCD_INITIAL_CLUSTER_STATE: should be one of [new existing]`);
  const name = value('NAME', 'default');
  const advertised = value('INITIAL_ADVERTISE_PEER_URLS', `http://localhost:${etcdLimits.peerPort}`);
  return {
    name,
    dataPath: value('DATA_DIR', `${name}.etcd`),
    initialCluster: readCluster(value('INITIAL_CLUSTER', `${name}=${advertised}`)),
    initialClusterState: state,
    clusterToken: value('INITIAL_CLUSTER_TOKEN', defaultClusterToken),
    clientUrls: value('ADVERTISE_CLIENT_URLS', `http://localhost:${etcdLimits.clientPort}`).split(','),
    clientPort: portOf(value('LISTEN_CLIENT_URLS', ''), etcdLimits.clientPort),
    peerPort: portOf(value('LISTEN_PEER_URLS', ''), etcdLimits.peerPort),
    quotaBackendBytes: readBytes('ETCD_QUOTA_BACKEND_BYTES', value('QUOTA_BACKEND_BYTES', '0')),
    forceNewCluster: value('FORCE_NEW_CLUSTER', 'false') === 'true',
  };
}

/** `a=http://10.0.0.1:2380,b=http://…`; a member with several URLs is named once for each. */
function readCluster(text: string): readonly InitialMember[] {
  const members = new Map<string, string[]>();
  for (const part of text.split(',')) {
    const at = part.indexOf('=');
    if (at < 0) throw new BootstrapError(`error setting up initial cluster: URL address does not have the form "host:port": ${part}`);
    const name = part.slice(0, at);
    members.set(name, [...(members.get(name) ?? []), part.slice(at + 1)]);
  }
  return [...members].map(([name, peerUrls]) => ({ name, peerUrls }));
}

function readBytes(variable: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new BootstrapError(`invalid value "${text}" for ${variable}: strconv.ParseInt: parsing "${text}": invalid syntax`);
  return Number(text);
}

function portOf(urls: string, otherwise: number): number {
  const port = /:(\d+)$/.exec(urls.split(',')[0] ?? '')?.[1];
  return port === undefined ? otherwise : Number(port);
}
