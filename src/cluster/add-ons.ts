import { addressAt, parseCidr } from '../base/index.ts';
import { ApiClient } from '../client/index.ts';
import { sleep } from '../kernel/index.ts';
import type { Process } from '../kernel/index.ts';
import { ApiError, kindRegistry } from '../kinds/index.ts';
import type { ClusterRoleBindingInput, ClusterRoleInput, DeploymentInput, ServiceAccountInput, ServiceInput } from '../kinds/index.ts';
import { ProcessTable, emptyInput } from '../machine/index.ts';
import type { Image, Program, ProgramContext, Sandbox, Writable } from '../machine/index.ts';
import { NetworkError, Stack } from '../network/index.ts';
import { coreDns, inClusterClient } from '../node/index.ts';
import type { ImageCatalogue } from '../node/index.ts';
import { administrator } from './administrator.ts';
import { GroupComponent } from './machine.ts';
import type { Machine } from './machine.ts';
import { machineSandbox } from './sandboxes.ts';
import type { World } from './world.ts';

const dnsLabels = { 'k8s-app': 'kube-dns' };
const dnsPorts: NonNullable<NonNullable<ServiceInput['spec']>['ports']> = [
  { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
  { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
];
const coreDnsRepository = 'registry.k8s.io/coredns/coredns';
const coreDnsTag = 'v1.13.1';
const retryMs = 500;

/**
 * The cluster's name server, as kubeadm installs it. Where the control plane is a node it is a Deployment; where it is not,
 * it is a process beside the API server, and kube-system stays empty of Pods.
 */
export function installDns(world: World): void {
  const machine = world.machine('control-plane-1');
  const { kernel, topology } = world;
  if (topology.registered) {
    const client = new ApiClient({ stack: machine.host.stack, servers: world.servers, credentials: world.keys.credentials(administrator.name, administrator.group), userAgent: 'kubeadm/v1.36.3' });
    kernel.spawn('kubeadm add-ons', createAll(client, ...coreDnsAccess(), dnsService(world), coreDnsDeployment()), machine.host.group);
  } else {
    machine.install(dnsProcess(world, machine));
  }
}

/** A name server as a process, at the cluster's DNS address, which is then an address of the machine and no Service. */
function dnsProcess(world: World, machine: Machine): GroupComponent {
  const { host } = machine;
  const stack = new Stack(host, `${machine.name}/coredns`, dnsAddress(world));
  const client = new ApiClient({ stack: host.stack, servers: world.servers, credentials: world.keys.credentials('system:coredns', administrator.group), userAgent: 'CoreDNS-1.13.1' });
  const program = coreDns({ domain: 'cluster.local', connect: () => client });
  machine.disk.makeDirectory('/etc', { parents: true });
  machine.disk.write('/etc/resolv.conf', '');
  return new GroupComponent({
    name: 'coredns',
    kind: 'service',
    parent: host.group,
    begin(group) {
      const sandbox: Sandbox = {
        ...machineSandbox(machine, machine.disk, () => undefined),
        group,
        stack,
        processes: new ProcessTable(() => sandbox),
      };
      sandbox.processes.start({ program, argv: ['coredns'], env: new Map(), cwd: '/', stdin: emptyInput, stdout: silent, stderr: silent });
    },
  });
}

function dnsAddress({ topology }: World): string {
  const services = parseCidr(topology.serviceCIDR);
  return services ? addressAt(services, 10n) : '';
}

const silent: Writable = { isTerminal: false, *write() {} };

/** The images of a world: those of the public registries, and those whose programs need the world. */
export function worldImages(images: ImageCatalogue): ImageCatalogue {
  const image: Image = {
    digest: 'sha256:6c2a1b7f1f1f9e0a6c2d4b3e5f7a9081726354453627181900aabbccddeeff01',
    layers: [{ digest: 'sha256:0f5d7e3c2b1a09f8e7d6c5b4a3928170f5d7e3c2b1a09f8e7d6c5b4a39281706', sizeBytes: 23_553_139 }],
    entrypoint: ['/coredns'],
    command: [],
    env: {},
    workingDirectory: '/',
    user: 'nonroot:nonroot',
    exposedPorts: [53],
    fill: () => undefined,
    findProgram: (name) => (name === '/coredns' || name === 'coredns' ? coreDnsProgram : undefined),
  };
  return {
    find: (reference) => (reference.full === `${coreDnsRepository}:${coreDnsTag}` ? { verdict: 'found', image } : images.find(reference)),
  };
}

const coreDnsProgram: Program = coreDns({ domain: 'cluster.local', connect: (context: ProgramContext) => inClusterClient(context, 'CoreDNS-1.13.1') });

const account = { name: 'coredns', namespace: 'kube-system' };
const roleName = 'system:coredns';

/** Whom the name server acts as, and what it may read. */
function coreDnsAccess(): readonly AddOn[] {
  const labels = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };
  const rbac = 'rbac.authorization.k8s.io';
  const role: ClusterRoleInput = {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRole',
    metadata: { name: roleName, labels },
    rules: [
      { apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
    ],
  };
  const binding: ClusterRoleBindingInput = {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: roleName, labels, annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' } },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: roleName },
    subjects: [{ kind: 'ServiceAccount', ...account }],
  };
  return [{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: account }, role, binding];
}

function dnsService(world: World): ServiceInput {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kube-dns', namespace: 'kube-system', labels: { ...dnsLabels, 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' } },
    spec: { clusterIP: dnsAddress(world), selector: dnsLabels, ports: dnsPorts },
  };
}

function coreDnsDeployment(): DeploymentInput {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'coredns', namespace: 'kube-system', labels: dnsLabels },
    spec: {
      replicas: 2,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      selector: { matchLabels: dnsLabels },
      template: {
        metadata: { labels: dnsLabels },
        spec: {
          priorityClassName: 'system-cluster-critical',
          serviceAccountName: account.name,
          dnsPolicy: 'Default',
          tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }, { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
          containers: [
            {
              name: 'coredns',
              image: `${coreDnsRepository}:${coreDnsTag}`,
              imagePullPolicy: 'IfNotPresent',
              resources: { requests: { cpu: '100m', memory: '70Mi' }, limits: { memory: '170Mi' } },
              ports: [
                { name: 'dns', containerPort: 53, protocol: 'UDP' },
                { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
                { name: 'metrics', containerPort: 9153, protocol: 'TCP' },
              ],
              readinessProbe: { httpGet: { path: '/ready', port: 8181, scheme: 'HTTP' } },
              livenessProbe: { httpGet: { path: '/health', port: 8080, scheme: 'HTTP' }, initialDelaySeconds: 60, timeoutSeconds: 5, failureThreshold: 5 },
            },
          ],
        },
      },
    },
  };
}

type AddOn = ServiceInput | DeploymentInput | ServiceAccountInput | ClusterRoleInput | ClusterRoleBindingInput;

/** Creates the objects as soon as the API answers; what is there already is left alone. */
function* createAll(client: ApiClient, ...objects: readonly AddOn[]): Process {
  for (const object of objects) {
    while (!(yield* isCreated(client, object))) yield* sleep(retryMs);
  }
}

function* isCreated(client: ApiClient, object: AddOn): Process<boolean> {
  try {
    const kind = kindRegistry.byKind(object.apiVersion ?? '', object.kind ?? '');
    if (!kind) throw new Error(`no kind ${object.kind}`);
    yield* client.of(kind).create(object);
    return true;
  } catch (error) {
    if (error instanceof ApiError) return error.reason === 'AlreadyExists';
    if (error instanceof NetworkError) return false;
    throw error;
  }
}
