// Containers as describe shows them.
// Upstream: k8s.io/kubectl pkg/describe/describe.go describeContainers

import { compareText } from '../../base/index.ts';
import type { Container, ContainerPort, ContainerState, ContainerStatus, EnvVar, Pod, Probe, ResourceRequirements } from '../../kinds/index.ts';
import { resourceFieldText } from './resource-field.ts';
import { boolText, sortedPairs, timeText } from './page.ts';
import type { Page } from './page.ts';

/** Where containers stand: those of a Pod, with their states, or those of a template. */
export interface ContainerList {
  readonly label: string;
  readonly containers: readonly Container[];
  readonly statuses?: readonly ContainerStatus[] | undefined;
  /** The Pod that they run in, whose fields environment variables may show. */
  readonly pod?: Pod;
  /** Two spaces inside a template. */
  readonly space?: string;
}

export function describeContainers(page: Page, list: ContainerList): void {
  const { label, containers, statuses = [], space = '' } = list;
  page.line(0, containers.length === 0 ? `${space}${label}: <none>` : `${space}${label}:`);
  for (const container of containers) {
    const status = statuses.find((each) => each.name === container.name);
    describeBasics(page, container, status, space === '' ? '' : ' ');
    describeSeccomp(page, container);
    describeWords(page, 'Command', container.command);
    describeWords(page, 'Args', container.args);
    if (status) describeStatus(page, status);
    describeResources(page, container.resources, 2);
    describeProbes(page, container);
    describeEnvFrom(page, container);
    describeEnv(page, container, list.pod);
    describeMounts(page, container);
    describeDevices(page, container);
  }
}

function describeBasics(page: Page, container: Container, status: ContainerStatus | undefined, indent: string): void {
  page.line(1, `${indent}${container.name}:`);
  if (status) page.field(2, 'Container ID', status.containerID ?? '');
  page.field(2, 'Image', container.image ?? '');
  if (status) page.field(2, 'Image ID', status.imageID);
  describePorts(page, 'Port', container.ports ?? [], (port) => port.containerPort);
  describePorts(page, 'Host Port', container.ports ?? [], (port) => port.hostPort ?? 0);
}

function describeSeccomp(page: Page, { securityContext }: Container): void {
  const profile = securityContext?.seccompProfile;
  if (!profile) return;
  page.field(2, 'SeccompProfile', profile.type);
  if (profile.localhostProfile) page.field(3, 'LocalhostProfile', profile.localhostProfile);
}

function describePorts(page: Page, title: string, ports: readonly ContainerPort[], number: (port: ContainerPort) => number): void {
  const texts = ports.map((port) => `${number(port)}/${port.protocol}${port.name === undefined || port.name === '' ? '' : ` (${port.name})`}`);
  if (texts.length > 1) page.field(2, `${title}s`, texts.join(', '));
  else page.field(2, title, texts[0] ?? '<none>');
}

function describeWords(page: Page, title: string, words: readonly string[] | undefined): void {
  if (words === undefined || words.length === 0) return;
  page.line(2, `${title}:`);
  for (const word of words) for (const line of word.split('\n')) page.line(3, line);
}

function describeStatus(page: Page, status: ContainerStatus): void {
  describeState(page, 'State', status.state);
  if (status.lastState?.terminated) describeState(page, 'Last State', status.lastState);
  page.field(2, 'Ready', boolText(status.ready));
  page.field(2, 'Restart Count', status.restartCount);
}

function describeState(page: Page, title: string, state: ContainerState | undefined): void {
  const { running, terminated, waiting } = state ?? {};
  if (running) {
    page.field(2, title, 'Running');
    page.field(3, 'Started', timeText(running.startedAt));
  } else if (terminated) {
    page.field(2, title, 'Terminated');
    if (terminated.reason) page.field(3, 'Reason', terminated.reason);
    if (terminated.message) page.field(3, 'Message', terminated.message);
    page.field(3, 'Exit Code', terminated.exitCode);
    if ((terminated.signal ?? 0) > 0) page.field(3, 'Signal', terminated.signal);
    page.field(3, 'Started', timeText(terminated.startedAt));
    page.field(3, 'Finished', timeText(terminated.finishedAt));
  } else {
    page.field(2, title, 'Waiting');
    if (waiting?.reason) page.field(3, 'Reason', waiting.reason);
  }
}

/** Limits and requests. */
export function describeResources(page: Page, resources: Pick<ResourceRequirements, 'limits' | 'requests'> | undefined, level: number): void {
  for (const [title, amounts] of [['Limits', resources?.limits], ['Requests', resources?.requests]] as const) {
    const pairs = sortedPairs(amounts);
    if (pairs.length > 0) page.line(level, `${title}:`);
    for (const [name, amount] of pairs) page.field(level + 1, name, amount);
  }
}

function describeProbes(page: Page, container: Container): void {
  for (const [title, probe] of [['Liveness', container.livenessProbe], ['Readiness', container.readinessProbe], ['Startup', container.startupProbe]] as const) {
    if (probe) page.field(2, title, probeText(probe));
  }
}

/** A probe in one line. */
export function probeText(probe: Probe): string {
  const numbers = `delay=${probe.initialDelaySeconds ?? 0}s timeout=${probe.timeoutSeconds}s period=${probe.periodSeconds}s #success=${probe.successThreshold} #failure=${probe.failureThreshold}`;
  if (probe.exec) return `exec [${(probe.exec.command ?? []).join(' ')}] ${numbers}`;
  if (probe.httpGet) {
    const { scheme, host = '', port, path } = probe.httpGet;
    return `http-get ${scheme.toLowerCase()}://${host}:${port}${path.startsWith('/') ? path : `/${path}`} ${numbers}`;
  }
  if (probe.tcpSocket) return `tcp-socket ${probe.tcpSocket.host ?? ''}:${probe.tcpSocket.port} ${numbers}`;
  if (probe.grpc) return `grpc <pod>:${probe.grpc.port} ${probe.grpc.service ?? ''} ${numbers}`;
  return `unknown ${numbers}`;
}

function describeEnvFrom(page: Page, container: Container): void {
  const sources = container.envFrom ?? [];
  if (sources.length === 0) return;
  page.line(2, 'Environment Variables from:');
  for (const { configMapRef, secretRef, prefix = '' } of sources) {
    const reference = configMapRef ?? secretRef;
    const from = configMapRef ? 'ConfigMap' : 'Secret';
    const withPrefix = prefix === '' ? '' : ` with prefix '${prefix}'`;
    page.line(3, `${reference?.name ?? ''}\t${from}${withPrefix}\tOptional: ${reference?.optional === true}`);
  }
}

function describeEnv(page: Page, container: Container, pod: Pod | undefined): void {
  const variables = container.env ?? [];
  page.line(2, variables.length === 0 ? 'Environment:\t<none>' : 'Environment:');
  for (const variable of variables) {
    if (variable.valueFrom) {
      const text = sourceText(variable, container, pod);
      if (text !== undefined) page.line(3, `${variable.name}:\t${text}`);
      continue;
    }
    const [first = '', ...rest] = (variable.value ?? '').split('\n');
    page.line(3, `${variable.name}:\t${first}`);
    for (const line of rest) page.line(3, `\t${line}`);
  }
}

/** Where a variable comes from; undefined for sources that kubectl does not tell of. */
function sourceText(variable: EnvVar, container: Container, pod: Pod | undefined): string | undefined {
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = variable.valueFrom ?? {};
  if (fieldRef) return `${pod ? podField(pod, fieldRef.fieldPath) : ''} (${fieldRef.apiVersion}:${fieldRef.fieldPath})`;
  if (resourceFieldRef) {
    const value = resourceFieldText(container, resourceFieldRef);
    // Without a limit the node's is meant.
    return `${value === '0' && /^limits\.(cpu|memory)$/.test(resourceFieldRef.resource) ? 'node allocatable' : value} (${resourceFieldRef.resource})`;
  }
  if (secretKeyRef) return `<set to the key '${secretKeyRef.key}' in secret '${secretKeyRef.name ?? ''}'>\tOptional: ${secretKeyRef.optional === true}`;
  if (configMapKeyRef) return `<set to the key '${configMapKeyRef.key}' of config map '${configMapKeyRef.name ?? ''}'>\tOptional: ${configMapKeyRef.optional === true}`;
  return undefined;
}

/** A field of the Pod that an environment variable shows: kubectl itself knows only those of the metadata. */
function podField({ metadata }: Pod, path: string): string {
  switch (path) {
    case 'metadata.name':
      return metadata.name;
    case 'metadata.namespace':
      return metadata.namespace;
    case 'metadata.uid':
      return metadata.uid;
    default:
      return '';
  }
}

function describeDevices(page: Page, { volumeDevices = [] }: Container): void {
  if (volumeDevices.length > 0) page.line(2, 'Devices:');
  for (const { devicePath, name } of volumeDevices.toSorted((a, b) => compareText(a.devicePath, b.devicePath))) page.line(3, `${devicePath} from ${name}`);
}

function describeMounts(page: Page, container: Container): void {
  const mounts = (container.volumeMounts ?? []).toSorted((a, b) => compareText(a.mountPath, b.mountPath));
  page.line(2, mounts.length === 0 ? 'Mounts:\t<none>' : 'Mounts:');
  for (const mount of mounts) {
    const flags = [mount.readOnly === true ? 'ro' : 'rw', ...(mount.subPath ? [`path=${JSON.stringify(mount.subPath)}`] : [])];
    page.line(3, `${mount.mountPath} from ${mount.name} (${flags.join(',')})`);
  }
}
