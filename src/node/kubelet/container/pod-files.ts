// Upstream: pkg/kubelet/kubelet_pods.go makeHostsMount, pkg/kubelet/network/dns
import { Disk } from '../../../machine/index.ts';
import type { HostAlias, Pod } from '../../../kinds/index.ts';
import type { ContainerMount } from '../../runtime/container.ts';
import type { PodSandbox } from '../../runtime/pod-sandbox.ts';
import type { KubeletContext } from '../context.ts';
import type { PodWorker } from '../pod-worker.ts';

/** Where a container finds what the kubelet writes for it, and where that stands among the Pod's files. */
const mountedFiles = [
  { path: '/etc/hosts', from: '/hosts' }, { path: '/etc/hostname', from: '/hostname' }, { path: '/etc/resolv.conf', from: '/resolv.conf' },
];

const mountsBySandbox = new WeakMap<PodSandbox, readonly ContainerMount[]>();

/** The files that the kubelet writes for all containers of a Pod: hosts, host name, resolver. */
export function podFiles(context: KubeletContext, worker: PodWorker, sandbox: PodSandbox): readonly ContainerMount[] {
  const known = mountsBySandbox.get(sandbox);
  if (known) return known;
  const disk = new Disk(context.kernel.clock);
  disk.write('/hosts', hostsFile(worker.pod, sandbox, context));
  disk.write('/hostname', `${sandbox.hostname}\n`);
  disk.write('/resolv.conf', resolverFile(context, worker.pod));
  const mounts = mountedFiles.map(({ path, from }) => ({ path, files: disk, from, isReadOnly: false, isFile: true }));
  mountsBySandbox.set(sandbox, mounts);
  return mounts;
}

const hostsHead = [
  '# Kubernetes-managed hosts file.', '127.0.0.1\tlocalhost', '::1\tlocalhost ip6-localhost ip6-loopback',
  'fe00::0\tip6-localnet', 'fe00::0\tip6-mcastprefix', 'fe00::1\tip6-allnodes', 'fe00::2\tip6-allrouters',
].join('\n');

function hostsFile(pod: Pod, sandbox: PodSandbox, context: KubeletContext): string {
  const { hostname, stack } = sandbox;
  const { subdomain, hostAliases = [], hostNetwork } = pod.spec;
  if (hostNetwork) return `# Kubernetes-managed hosts file (host network).\n${textAt(context, '/etc/hosts')}${aliasLines(hostAliases)}`;
  const names = subdomain ? `${hostname}.${subdomain}.${pod.metadata.namespace}.svc.${context.config.clusterDomain}\t${hostname}` : hostname;
  return `${hostsHead}\n${stack.address}\t${names}\n${aliasLines(hostAliases)}`;
}

function aliasLines(aliases: readonly HostAlias[]): string {
  return aliases.length === 0 ? '' : `\n# Entries added by HostAliases.\n${aliases.map(({ ip, hostnames = [] }) => `${ip}\t${hostnames.join('\t')}\n`).join('')}`;
}

/** What stands in a file of the machine, if there is one. */
function textAt({ disk }: KubeletContext, path: string): string {
  return disk.exists(path) ? disk.read(path) : '';
}

/** Where the Pod's programs ask for names: the cluster's DNS, the machine's, or what the Pod says. */
function resolverFile(context: KubeletContext, pod: Pod): string {
  const { clusterDns, clusterDomain } = context.config;
  const { dnsPolicy, dnsConfig, hostNetwork } = pod.spec;
  const usesMachine = dnsPolicy === 'Default' || (dnsPolicy === 'ClusterFirst' && hostNetwork === true);
  const base = usesMachine || dnsPolicy === 'None' ? { servers: [], searches: [], options: [] } : {
    servers: [clusterDns],
    searches: [`${pod.metadata.namespace}.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain],
    options: ['ndots:5'],
  };
  if (usesMachine && !dnsConfig) return textAt(context, '/etc/resolv.conf');
  const searches = [...base.searches, ...(dnsConfig?.searches ?? [])];
  const servers = [...base.servers, ...(dnsConfig?.nameservers ?? [])];
  const own = (dnsConfig?.options ?? []).map(({ name = '', value }) => (value ? `${name}:${value}` : name));
  const names = new Set(own.map((option) => option.split(':')[0]));
  const options = [...base.options.filter((option) => !names.has(option.split(':')[0])), ...own];
  return [
    searches.length > 0 ? `search ${searches.join(' ')}\n` : '',
    ...servers.map((server) => `nameserver ${server}\n`),
    options.length > 0 ? `options ${options.join(' ')}\n` : '',
  ].join('');
}
